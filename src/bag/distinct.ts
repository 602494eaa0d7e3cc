/** Values without repetitions: CycloneDX and CITATION.cff want the items of their arrays unique. */
export const distinct = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];
