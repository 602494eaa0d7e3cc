import type { Datatype } from './hdf5-datatype.js';
import type { GlobalHeap } from './hdf5-heaps.js';
/** How elements of a datatype become canonical values: C order, little-endian, strings with a length before them. */
export interface ElementCodec {
    /** Name of the logical type; `object` where values have no canonical form. */
    dtype: string;
    /** Dimensions inside one element. */
    inner: number[];
    /** Bytes of one element as stored. */
    size: number;
    /** Bytes of one element as canonical value; null where it varies. */
    canonicalSize: number | null;
    /** Whether stored bytes are canonical as they are. */
    isPlain: boolean;
    /** Whether values are only some bits of what is stored. */
    isNarrow?: true;
    bigEndian: boolean;
    /** Canonical bytes of whole stored elements; null where there is no canonical form. Changes `stored` in place where it can. */
    encode: ((stored: Uint8Array, heap: GlobalHeap) => Uint8Array | Promise<Uint8Array>) | null;
}
/** How elements of a datatype are read. */
export declare function codecOf(type: Datatype): ElementCodec;
