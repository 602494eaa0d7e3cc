import type { Attribute } from './hdf5-attributes.js';
import type { Datatype } from './hdf5-datatype.js';
import type { GlobalHeap } from './hdf5-heaps.js';
/** A value of an attribute: numbers beyond 2^53 are bigint, what has no JavaScript counterpart is null. */
export type Hdf5Value = null | boolean | number | bigint | string | Hdf5Value[] | {
    [name: string]: Hdf5Value;
};
/** The value of an attribute: a scalar, or a list of its elements in row-major order. */
export declare function decodeValue(attribute: Attribute, heap: GlobalHeap): Promise<Hdf5Value>;
/** The value of one element. */
export declare function decodeElement(type: Datatype, bytes: Uint8Array, heap: GlobalHeap): Promise<Hdf5Value>;
/** The bytes of a variable-length element: a length, an address of a collection and an index; null where there is none. */
export declare function readVarying(element: Uint8Array, heap: GlobalHeap, itemBytes?: number): Promise<Uint8Array | null>;
/** The text of a string of fixed length without what fills it up. */
export declare function stripPadding(bytes: Uint8Array, padding: 'null-terminated' | 'null-padded' | 'space-padded'): Uint8Array;
/** How h5py writes booleans: an enumeration over one byte. */
export declare const isBoolean: (type: Extract<Datatype, {
    class: 'enumeration';
}>) => boolean;
