import type { Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
/**
 * Deflated bytes as a source that inflates as it is read: from the start to where reading stops, in constant memory.
 * Reading backwards holds everything in memory where the limits allow that, else it begins anew.
 * Throws `zip-structure` where the stream is shorter or longer than declared.
 */
export declare function inflatingSource(compressed: ByteSource, size: number, limits: Limits): ByteSource;
