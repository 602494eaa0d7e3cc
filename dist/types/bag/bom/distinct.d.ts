/** Values without repetitions: CycloneDX wants the items of its arrays unique. */
export declare const distinct: <T>(values: readonly T[]) => T[];
