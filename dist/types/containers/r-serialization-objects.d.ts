/** A value in an R serialization. Values of vectors stay in the file; `start` and `end` are offsets in the (decompressed) stream. */
export type RObject = RVector | RText | RList | RPairs | RSymbol | REnvironment | RNamespace | RClosure | RPromise | RByteCode | RPointer | RBuiltin | ROpaque | RConstant;
interface Stored {
    start: number;
    end: number;
    /** Attributes by name; null where there are none. */
    attributes: RPair[] | null;
}
/** Numbers, logicals or raw bytes. */
export interface RVector extends Stored {
    kind: 'logical' | 'integer' | 'double' | 'complex' | 'raw';
    length: number;
    /** Offset of the first value. */
    data: number;
    /** Values of short vectors, NA being null for integers and logicals. */
    values: (number | null)[] | null;
    /** A sequence that is stored as its first value and its step. */
    sequence: {
        first: number;
        step: number;
    } | null;
}
/** Strings. `texts` holds them where they are not too many; null is NA. */
export interface RText extends Stored {
    kind: 'character';
    length: number;
    data: number;
    texts: (string | null)[] | null;
    /** Numbers whose decimal text the strings are. */
    deferred: RVector | null;
}
export interface RList extends Stored {
    kind: 'list' | 'expression';
    items: RObject[];
}
/** A member of a pairlist. */
export interface RPair {
    tag: string | null;
    value: RObject;
    /** An active binding: reading the variable calls the function that is its value. */
    isActive: boolean;
}
/** A pairlist, a call (the function first) or an unevaluated `...`. */
export interface RPairs extends Stored {
    kind: 'pairlist' | 'call' | 'dots';
    items: RPair[];
}
export interface RSymbol {
    kind: 'symbol';
    name: string;
}
export interface REnvironment extends Stored {
    kind: 'environment';
    enclosure: RObject;
    variables: RPair[];
}
/** A namespace or an attached package, by name. */
export interface RNamespace {
    kind: 'namespace' | 'package';
    name: string;
    version: string;
}
export interface RClosure extends Stored {
    kind: 'closure';
    environment: RObject;
    formals: RObject;
    body: RObject;
}
export interface RPromise extends Stored {
    kind: 'promise';
    environment: RObject | null;
    /** `unbound` where it was never evaluated. */
    value: RObject;
    expression: RObject;
}
/** Compiled code with the expressions it was compiled from among its constants. */
export interface RByteCode extends Stored {
    kind: 'bytecode';
    constants: RObject[];
}
export interface RPointer extends Stored {
    kind: 'external-pointer';
    tag: RObject;
    guarded: RObject;
}
export interface RBuiltin {
    kind: 'builtin';
    name: string;
}
/** An S4 object (its slots are attributes), a weak reference, an ALTREP class that is not known. */
export interface ROpaque extends Stored {
    kind: 's4' | 'weak-reference' | 'altrep';
    /** Name of the ALTREP class. */
    className: string;
    state: RObject | null;
}
export interface RConstant {
    kind: 'null' | 'missing' | 'unbound' | 'global' | 'base' | 'empty' | 'base-namespace' | 'persistent';
}
export declare const constant: (kind: RConstant['kind']) => RConstant;
/** Attributes of any value; none for those that cannot have any. */
export declare const attributesOf: (value: RObject) => readonly RPair[];
export declare const attributeOf: (value: RObject, name: string) => RObject | undefined;
/** Strings of a character vector; empty for anything else. */
export declare const textsOf: (value: RObject | undefined) => readonly (string | null)[];
/** Class attribute of a value. */
export declare const classesOf: (value: RObject) => string[];
/** Members of a list, a pairlist or the slots of an S4 object, by name; null where a member has none. */
export declare function membersOf(value: RObject): {
    name: string | null;
    value: RObject;
}[];
export declare const memberOf: (value: RObject, name: string) => RObject | undefined;
/** Dimensions; null for plain vectors. */
export declare function dimensionsOf(value: RObject): number[] | null;
export {};
