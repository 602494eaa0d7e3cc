import type { BagFacts } from './facts.js';
export declare const TENSOR_COLUMNS: readonly ['file', 'tensor', 'dtype', 'byte_order', 'shape', 'strides', 'offset_in_file', 'offset_in_zip', 'bytes', 'sha256'];
/** Where the content of a payload file begins in the zip; undefined where it lies beside the bag, or the bag is no zip. */
export type OffsetOf = (path: string) => number | undefined;
/**
 * Lines of tensors.csv: every tensor whose values lie uncompressed in one run, so that they can be read with a seek and a read in any
 * language, from the unpacked file or from the zip itself. `shape` and `strides` (in elements, only where not those of C
 * order) are numbers separated by blanks; `offset_in_zip` is empty where the file lies beside the bag. `sha256` is of the values as little-endian C order.
 */
export declare function tensorLines(facts: BagFacts, offsetOf: OffsetOf): Generator<string>;
