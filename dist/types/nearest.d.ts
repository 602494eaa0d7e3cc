/** The known name that was probably meant: the same letters in another style, or at most two slips away. */
export declare function nearest(name: string, known: readonly string[]): string | undefined;
