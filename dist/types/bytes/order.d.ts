/** Order of names by their UTF-8 bytes: the same on every machine, unlike locale order, and unlike UTF-16 order beyond the BMP. */
export declare const byBytes: (a: string, b: string) => number;
