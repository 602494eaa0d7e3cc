import type { Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
import { type Decompressed } from './inflate.js';
export type { Decompressed } from './inflate.js';
/** Compressions of a whole stream. `zfile` is what joblib wrote before 0.9.3: `ZF`, a hexadecimal length, zlib. */
export type CompressionKind = 'gzip' | 'zlib' | 'bz2' | 'xz' | 'lzma' | 'lz4' | 'zstd' | 'zfile';
/** Recognizes a compressed stream by its first bytes; streams without a signature (zlib, lzma) by decoding or checking them. */
export declare function recognizeCompression(head: Uint8Array): CompressionKind | null;
/** Decompresses a whole stream into memory. Throws `resource-limit`, `truncated`, `invalid-structure`, `unsupported`. */
export declare function decompress(kind: CompressionKind, source: ByteSource, limits: Limits): Promise<ByteSource>;
/** As `decompress`, but gives what came out before the problem: a loader that streams has used it by then. */
export declare function decompressPartly(kind: CompressionKind, source: ByteSource, limits: Limits): Promise<Decompressed>;
