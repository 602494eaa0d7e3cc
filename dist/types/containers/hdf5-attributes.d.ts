import { type Hdf5Bytes } from './hdf5-bytes.js';
import { type Datatype } from './hdf5-datatype.js';
import { type ObjectHeader } from './hdf5-object-header.js';
/** An attribute with its value as stored; `decodeValue` makes a JavaScript value of it. */
export interface Attribute {
    name: string;
    type: Datatype;
    /** Null for the null dataspace. */
    shape: number[] | null;
    data: Uint8Array;
}
/** Attributes of an object, in the order of the file: in the header itself or, when there are many, in a heap. */
export declare function readAttributes(bytes: Hdf5Bytes, header: ObjectHeader): Promise<Attribute[]>;
