import { Cursor } from '../bytes/cursor.js';
import { type Hdf5Bytes } from './hdf5-bytes.js';
/** Types of header messages that say something about contents (HDF5 File Format Specification IV.A.2). */
export declare const MESSAGE: {
    readonly nil: 0;
    readonly dataspace: 1;
    readonly linkInfo: 2;
    readonly datatype: 3;
    readonly oldFillValue: 4;
    readonly fillValue: 5;
    readonly link: 6;
    readonly externalFiles: 7;
    readonly layout: 8;
    readonly filters: 11;
    readonly attribute: 12;
    readonly continuation: 16;
    readonly symbolTable: 17;
    readonly attributeInfo: 21;
};
/** A message of an object header, shared ones resolved. */
export interface HeaderMessage {
    type: number;
    flags: number;
    /** Its data, `base` being their file offset. */
    data: Cursor;
}
/** A group, a dataset or a committed datatype, as its header describes it. */
export interface ObjectHeader {
    address: number;
    messages: HeaderMessage[];
}
/** Reads the object header at an address with all its continuation blocks; references to shared messages are resolved. */
export declare function readObjectHeader(bytes: Hdf5Bytes, address: number): Promise<ObjectHeader>;
/** The message of type `type` in the object that a shared message points to (specification IV.A.2, "shared message"). */
export declare function resolveSharedMessage(bytes: Hdf5Bytes, type: number, reference: Cursor): Promise<Cursor>;
