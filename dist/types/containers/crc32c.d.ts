/** CRC-32C (Castagnoli), continued from `crc`. */
export declare function crc32c(bytes: Uint8Array, crc?: number): number;
/** LevelDB and TensorFlow store a masked CRC, so that a CRC of data that hold CRCs is no special case. */
export declare const maskCrc32c: (crc: number) => number;
