import type { ForwardReader } from '../containers/forward-reader.js';
/** A metadata value. Arrays keep at most `KEPT_ELEMENTS` elements; `length` is the real one. Big integers are text. */
export interface GgufValue {
    value: string | number | boolean | unknown[];
    length?: number;
}
type ReadText = (reader: ForwardReader) => Promise<string>;
type ReadSize = (reader: ForwardReader) => Promise<number>;
/** Reads one typed value; how texts and counts are written depends on the version. */
export declare function readValue(reader: ForwardReader, readText: ReadText, readSize: ReadSize, depth: number): Promise<GgufValue>;
export {};
