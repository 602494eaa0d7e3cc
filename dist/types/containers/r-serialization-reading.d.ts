import type { RInput } from './r-serialization-input.js';
import type { RObject } from './r-serialization-objects.js';
/**
 * A reader as a generator: it yields readers of inner items and gets their results, or yields a number of bytes that must
 * be ready. So nesting in the file is no nesting of calls.
 */
export type Step<T> = Generator<Step<RObject> | number, T, RObject>;
/** State of one reading. */
export interface Reading {
    input: RInput;
    /** Symbols, environments, pointers and namespaces that later items refer to by number. */
    references: RObject[];
    /** Texts without a mark are Latin-1. */
    latin1: boolean;
    items: number;
    texts: number;
    /** Reads the next item: items contain items. */
    item(): Step<RObject>;
}
/** Types of items (R Internals, section 1.8 "Serialization Formats"). */
export declare const TYPE: {
    readonly symbol: 1;
    readonly pairlist: 2;
    readonly closure: 3;
    readonly environment: 4;
    readonly promise: 5;
    readonly call: 6;
    readonly special: 7;
    readonly builtin: 8;
    readonly char: 9;
    readonly logical: 10;
    readonly integer: 13;
    readonly double: 14;
    readonly complex: 15;
    readonly string: 16;
    readonly dots: 17;
    readonly list: 19;
    readonly expression: 20;
    readonly bytecode: 21;
    readonly pointer: 22;
    readonly weakReference: 23;
    readonly raw: 24;
    readonly s4: 25;
    readonly altrep: 238;
    readonly attributeList: 239;
    readonly attributeCall: 240;
    readonly baseEnvironment: 241;
    readonly emptyEnvironment: 242;
    readonly codeReference: 243;
    readonly codeDefinition: 244;
    readonly persistent: 247;
    readonly package: 248;
    readonly namespace: 249;
    readonly baseNamespace: 250;
    readonly missing: 251;
    readonly unbound: 252;
    readonly global: 253;
    readonly nil: 254;
    readonly reference: 255;
};
/** Counts items against the limit. */
export declare function countItems(reading: Reading, count: number): void;
