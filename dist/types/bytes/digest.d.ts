import type { Algorithm } from './digest-threads.js';
import { type Digests } from './pass.js';
import type { ByteSource, OpenByteSource } from './source.js';
/** Lower-case hexadecimal SHA-256 of bytes in memory. */
export declare const sha256: (bytes: Uint8Array | string) => string;
/** Lower-case hexadecimal digest of bytes in memory. */
export declare const digestOf: (algorithm: Algorithm, bytes: Uint8Array | string) => string;
/** Lower-case hexadecimal SHA-256 of a whole source, read once in chunks. */
export declare const sha256Of: (source: ByteSource) => Promise<string>;
/** Lower-case hexadecimal SHA-256 of what is opened, which is closed again. */
export declare function sha256OfOpened(opening: Promise<OpenByteSource>): Promise<string>;
/** Lower-case hexadecimal SHA-256 of chunks in order. */
export declare const sha256OfChunks: (parts: AsyncIterable<Uint8Array>) => Promise<string>;
/** Digests of a whole source by several algorithms, read once. */
export declare const digestsOf: (source: ByteSource, algorithms: readonly Algorithm[]) => Promise<Digests>;
