/**
 * Order of names by their UTF-8 bytes, which is that of code points: the same on every machine, unlike locale order, and unlike
 * UTF-16 order beyond the BMP. Both must be well-formed.
 */
export declare function byBytes(a: string, b: string): number;
