import type { Cursor } from '../bytes/cursor.js';
/** A datatype of an element in the file (HDF5 File Format Specification IV.A.2.d). Sizes in bytes. */
export type Datatype = {
    size: number;
} & ({
    class: 'integer';
    signed: boolean;
    bigEndian: boolean;
    bits: number;
    offset: number;
} | {
    class: 'float';
    bigEndian: boolean;
    exponentBits: number;
    mantissaBits: number;
    bias: number;
    isIeee: boolean;
} | {
    class: 'string';
    padding: 'null-terminated' | 'null-padded' | 'space-padded';
} | {
    class: 'bits';
    bigEndian: boolean;
} | {
    class: 'opaque' | 'time';
} | {
    class: 'compound';
    members: {
        name: string;
        offset: number;
        type: Datatype;
    }[];
} | {
    class: 'reference';
    kind: number;
} | {
    class: 'enumeration';
    of: Datatype;
    members: {
        name: string;
        value: Uint8Array;
    }[];
} | {
    class: 'sequence';
    of: Datatype;
} | {
    class: 'varying-string';
} | {
    class: 'array';
    of: Datatype;
    shape: number[];
} | {
    class: 'complex';
    of: Datatype;
});
/** Parses the datatype at a cursor and leaves the cursor behind it. */
export declare function parseDatatype(cursor: Cursor, depth?: number): Datatype;
