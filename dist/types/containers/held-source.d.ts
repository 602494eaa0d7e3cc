import { type ByteSource } from '../bytes/source.js';
/** Bytes held in memory as the parts they arrived in, so that large output is never copied once more to be joined. */
export declare function heldSource(parts: readonly Uint8Array[]): ByteSource;
