/** Values without repetitions: CycloneDX and CITATION.cff want the items of their arrays unique. */
export declare const distinct: <T>(values: readonly T[]) => T[];
