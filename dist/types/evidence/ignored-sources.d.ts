/**
 * Tells citations that the configuration calls none: written as a citation is declared, as the host of an address, or as a
 * beginning that ends in `*`.
 */
export declare function ignoring(patterns: readonly string[]): (value: string) => boolean;
