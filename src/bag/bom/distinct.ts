/** Values without repetitions: CycloneDX wants the items of its arrays unique. */
export const distinct = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];
