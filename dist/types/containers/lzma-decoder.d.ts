import type { Cursor } from '../bytes/cursor.js';
import type { OutputBuffer } from './output-buffer.js';
/** Range decoder and models of LZMA; the output buffer is the dictionary. One instance per stream; LZMA2 feeds it chunk by chunk. */
export declare class LzmaDecoder {
    #private;
    constructor(output: OutputBuffer);
    /** `(pb * 5 + lp) * 9 + lc`. Also resets the state. */
    setProperties(byte: number): void;
    resetState(): void;
    resetDictionary(): void;
    /** Decodes `size` bytes, or up to the end mark where the size is null. Leaves the cursor behind the last byte used. */
    decode(input: Cursor, size: number | null): void;
}
