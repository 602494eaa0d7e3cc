export type PickleValue = null | boolean | number | bigint | string | PickleFloat | PickleBytes | PickleList | PickleTuple | PickleDict | PickleSet | PickleGlobal | PickleObject | PicklePersistent | PickleArray | PickleUnknown;
/** A float that a plain number cannot tell from an integer: 1.0, -0.0. */
export interface PickleFloat {
    kind: 'float';
    value: number;
}
/** Bytes as a range of the file; short ones are held, long ones are read when needed. */
export interface PickleBytes {
    kind: 'bytes';
    /** Offset in the source; -1 where the file has them escaped, and only `held` has the bytes. */
    start: number;
    length: number;
    held: Uint8Array | null;
    mutable: boolean;
}
export interface PickleList {
    kind: 'list';
    items: PickleValue[];
}
export interface PickleTuple {
    kind: 'tuple';
    items: readonly PickleValue[];
}
/** Entries in the order they were set; a key set twice is there twice, the last one counts. */
export interface PickleDict {
    kind: 'dict';
    keys: PickleValue[];
    values: PickleValue[];
    /** Of what is run where the dictionary is set as a state, the name of the first (`pickle-state.ts`). */
    runs?: string;
    /** One key at least is no text. */
    hasOtherKeys?: true;
    /** It was fetched out of the memo or doubled. */
    shared?: true;
}
export interface PickleSet {
    kind: 'set';
    items: PickleValue[];
    frozen: boolean;
}
/** A name to import. */
export interface PickleGlobal {
    kind: 'global';
    module: string;
    name: string;
    /** `module.name`. */
    qualified: string;
}
export declare const newGlobal: (module: string, name: string, qualified?: string) => PickleGlobal;
/** How an object comes to be: opcodes REDUCE, NEWOBJ, NEWOBJ_EX, INST, OBJ. */
export type PickleCallKind = 'reduce' | 'newobj' | 'newobj-ex' | 'inst' | 'obj';
/** The result of calling `callee`. */
export interface PickleObject {
    kind: 'object';
    how: PickleCallKind;
    callee: PickleValue;
    /** Usually a tuple. */
    args: PickleValue;
    /** Keyword arguments of NEWOBJ_EX. */
    keywords?: PickleValue;
    /** What BUILD set, the last one; undefined where it never ran. */
    state?: PickleValue;
    /** What APPEND(S) and ADDITEMS added. */
    items?: PickleValue[];
    /** What SETITEM(S) set. */
    entries?: PickleDict;
    /** Offset of the opcode. */
    offset: number;
}
/** A reference to something outside of the pickle: a torch storage. */
export interface PicklePersistent {
    kind: 'persistent';
    id: PickleValue;
}
/** An array whose raw bytes lie in the stream itself, as joblib writes them, or a nested pickle of its items. */
export interface PickleArray {
    kind: 'array';
    /** The NumpyArrayWrapper with its state. */
    wrapper: PickleObject;
    /** First byte of the values, behind the padding. */
    start: number;
    end: number;
    /** For object arrays: the array that the nested pickle holds. */
    content?: PickleValue;
}
/** Something no reader of the file alone can know: an extension code, an out-of-band buffer. */
export interface PickleUnknown {
    kind: 'unknown';
    what: string;
}
/** The class of text, bytes or a container, whose methods pickles keep: `' '.join`, `list.remove`; null for everything else. */
export declare function builtinOf(value: PickleValue): PickleGlobal | null;
/** Notes that a dictionary lies in two places: it may be changed at one of them while it is looked at in the other. */
export declare function share(value: PickleValue): void;
/** Items of tuples, lists and sets; null for everything else. */
export declare function itemsOf(value: PickleValue | undefined): readonly PickleValue[] | null;
/** Value of a key of a dict, the last one set; undefined where there is none. */
export declare function entryOf(dict: PickleValue | undefined, key: string): PickleValue | undefined;
/** Text of a string, or of bytes as Python 2 and protocol 2 write strings; undefined for everything else. */
export declare function textOf(value: PickleValue | undefined): string | undefined;
/** A number of any kind that JavaScript can hold exactly; undefined for everything else. */
export declare function numberOf(value: PickleValue | undefined): number | undefined;
/** Qualified name of a global; undefined for everything else. */
export declare function globalName(value: PickleValue | undefined): string | undefined;
/** Name of what was called to make an object; undefined for everything else. */
export declare function calleeName(value: PickleValue | undefined): string | undefined;
/** Qualified name of the class of an instance, however it was made; undefined for everything else. */
export declare function className(value: PickleValue | undefined): string | undefined;
/** What a value is called in messages: a global or the callable that made it, else its kind. */
export declare function describeTarget(value: PickleValue): string;
/** True for the arguments of a call with bytes and nothing else. */
export declare const isBytesAlone: (args: PickleValue) => boolean;
