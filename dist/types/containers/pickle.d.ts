import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
import type { PickleCall, PickleTouch } from './pickle-calls.js';
import type { PickleArray, PickleBytes, PickleObject, PicklePersistent, PickleValue } from './pickle-value.js';
export { LOADS_BYTES } from './pickle-callables.js';
export type { PickleCall, PickleTouch } from './pickle-calls.js';
export * from './pickle-value.js';
/** One pickle of a stream: what it describes, and everything that loading it would import and call. */
export interface Pickle {
    start: number;
    /** Offset behind STOP, or where reading ended. */
    end: number;
    protocol: number;
    /** Undefined where the pickle broke before STOP. */
    value: PickleValue | undefined;
    /** Qualified name → offset of the first import; of nested pickles too. */
    globals: Map<string, number>;
    /** True where torch's loader of bytes is called with bytes each time it occurs, and never handed on. */
    loadsKnownBytes: boolean;
    /** Names of `globals` that only served to reach other names of it: `getattr`. */
    resolved: Set<string>;
    calls: PickleCall[];
    /** Dotted attributes by which imports go through a module or class, with their offset. */
    walks: Map<string, number>;
    touches: PickleTouch[];
    /** 1 for each opcode byte that occurs. */
    opcodes: Uint8Array;
    arrays: PickleArray[];
    /** References to things outside of the pickle, in order. */
    persistents: PicklePersistent[];
    /** Calls that hand bytes to a callable which may load them. */
    loads: PickleObject[];
    /** Files beside the pickle that joblib opens, undefined where the name is none. */
    files: {
        name: string | undefined;
        offset: number;
    }[];
    /** What was wrong; with `value` undefined, the last one is why reading stopped. */
    problems: FormatError[];
}
export interface PickleOptions {
    limits: Limits;
    /** Reads raw arrays behind joblib's array wrappers (default), as joblib does and pickle does not. */
    arrays?: boolean;
    /** Pickles around this one. */
    depth?: number;
}
/** Reads one pickle symbolically. Nothing is imported or executed. Never rejects for what is in the bytes: see `problems`. */
export declare function readPickle(source: ByteSource, start: number, options: PickleOptions): Promise<Pickle>;
/** The bytes of a value as a source. */
export declare const bytesSource: (source: ByteSource, bytes: PickleBytes) => ByteSource;
/** All pickles that follow each other from `start`; ends at the end of the bytes or behind the first broken one. */
export declare function readPickles(source: ByteSource, start: number, options: PickleOptions): Promise<Pickle[]>;
/** The same, one after the other: what nobody asks for is not read. */
export declare function eachPickle(source: ByteSource, options: PickleOptions, start?: number): AsyncGenerator<Pickle>;
