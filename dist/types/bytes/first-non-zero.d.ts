import { type ByteSource } from './source.js';
/**
 * Offset of the first byte that is not zero; `end` where all are. Little is read where one comes soon: whoever asks behind each
 * of many short runs of zeros reads the source once, not as many times.
 */
export declare function firstNonZero(source: ByteSource, start: number, end: number): Promise<number>;
