import type { Limits } from '../bytes/limits.js';
/** Decodes one Blosc chunk. Throws `unsupported`, `invalid-structure`, `truncated`, `resource-limit`. */
export declare function decodeBlosc(bytes: Uint8Array, limits: Limits): Promise<Uint8Array>;
