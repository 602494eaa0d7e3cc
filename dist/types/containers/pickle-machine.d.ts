import { FormatError, type FormatErrorCode } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { Arguments, type PickleCall, PickleTouches } from './pickle-calls.js';
import { PickleMemo } from './pickle-memo.js';
import { type PickleCallKind, type PickleObject, type PicklePersistent, type PickleValue } from './pickle-value.js';
/** Why `run` came back; `built` is an object behind whose BUILD joblib reads an array. */
export type Signal = {
    kind: 'more';
    bytes: number;
    wanted?: number;
} | {
    kind: 'skip';
    to: number;
} | {
    kind: 'built';
    object: PickleObject;
} | {
    kind: 'stop';
    value: PickleValue;
} | {
    kind: 'failed';
    error: FormatError;
};
/** Handler of one opcode; the argument lies in `bytes` from `start` to `end`. */
export type Handler = (machine: PickleMachine, bytes: Buffer, start: number, end: number) => void;
/** Stack, memo and record of one pickle. Symbolic: it makes values that describe what loading would do. */
export declare class PickleMachine {
    #private;
    readonly limits: Limits;
    readonly handlers: readonly (Handler | undefined)[];
    /** Bytes of the source. */
    readonly size: number;
    readonly stack: PickleValue[];
    readonly memo: PickleMemo;
    /** Qualified name → offset of its first import. */
    readonly globals: Map<string, number>;
    readonly calls: Map<string, PickleCall>;
    /** Names all of whose uses so far were resolved to the names that they reach. */
    readonly resolved: Map<string, number>;
    readonly touches: PickleTouches;
    readonly looked: Arguments;
    /** Dotted attributes by which imports go through a module or class, with their offset. */
    readonly walks: Map<string, number>;
    /** Calls that hand bytes to a callable which may load them. */
    readonly loads: PickleObject[];
    /** Files beside the pickle that joblib opens, undefined where the name is none. */
    readonly files: {
        name: string | undefined;
        offset: number;
    }[];
    readonly persistents: PicklePersistent[];
    readonly opcodes: Uint8Array<ArrayBuffer>;
    readonly problems: FormatError[];
    protocol: number;
    /** Absolute offset of the opcode at hand, and of byte 0 of the window. */
    at: number;
    base: number;
    /** Set by a handler to leave `run` after the opcode. */
    signal: Signal | null;
    frameEnd: number;
    constructor(limits: Limits, handlers: readonly (Handler | undefined)[], 
    /** Bytes of the source. */
    size: number);
    /** Executes opcodes from `position` of the window, whose first byte is at `base` of the file, until a signal. */
    run(window: Buffer, base: number, position: number): {
        signal: Signal;
        position: number;
    };
    /** Python refuses a frame that ends behind the file; others do not look. */
    enterFrame(end: number): void;
    fail(code: FormatErrorCode, message: string): never;
    push(value: PickleValue): void;
    /** Counts a value that takes memory of its own. */
    spend<T extends PickleValue>(value: T): T;
    pushBytes(start: number, length: number, held: Uint8Array | null, mutable: boolean): void;
    /** Bytes of the window as a value; held where short, so that the window can go. */
    pushRange(window: Buffer, start: number, end: number, mutable: boolean): void;
    pop(): PickleValue;
    top(): PickleValue;
    mark(): void;
    /** Everything above the last mark, which goes with it. */
    popToMark(): PickleValue[];
    /** POP takes the value, or the mark where there is none above it. */
    discard(): void;
    /** Keeps the value on top under a number. Python makes room for all numbers up to it, so a huge one takes all memory. */
    memoize(index: number): void;
    recall(index: number): void;
    duplicate(): void;
    /** Import of a name. */
    importName(module: string, name: string): void;
    /** Import of a name that is computed while loading. */
    importComputed(): void;
    /** Records a reference to something outside of the pickle and pushes it; torch refers to a class with its source text, and gets the class. */
    persist(id: PickleValue): void;
    /** Records a call and pushes its result. */
    call(how: PickleCallKind, callee: PickleValue, args: PickleValue, keywords?: PickleValue): void;
}
