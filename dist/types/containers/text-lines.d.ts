import { type ByteSource } from '../bytes/source.js';
/** Lines of a text without their ends (LF or CR LF), streamed. Malformed UTF-8 becomes U+FFFD. */
export declare function readLines(source: ByteSource, start?: number, end?: number): AsyncGenerator<string>;
