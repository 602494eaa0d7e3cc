/** All members together may hold this many times the bytes of their archive, and a floor for small ones: text rarely exceeds 20. */
const TOTAL_RATIO = 100;
const TOTAL_FLOOR = 1 << 30;

/** Bytes that an archive of `size` bytes may hold. */
export const inflatedLimit = (size: number): number => Math.max(TOTAL_FLOOR, size * TOTAL_RATIO);
