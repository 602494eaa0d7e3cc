/** Bytes that an archive of `size` bytes may hold. */
export declare const inflatedLimit: (size: number) => number;
