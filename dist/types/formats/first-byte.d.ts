import type { Format } from './format.js';
/** Those of the formats that a file beginning with the byte may have, in their order; of an empty file (undefined) all. */
export declare function beginningWith(byte: number | undefined, formats: readonly Format[]): readonly Format[];
