import type { Contents } from './format.js';
/** A call that reaches outside of the program, by its qualified name, and the line where it stands. */
export interface HostCall {
    name: string;
    line: number;
}
/** Calls of a Python program that reach outside of it, each name once, in order. */
export declare function hostCalls(source: string): HostCall[];
/** Longest program that is looked through. */
export declare const MAX_PROGRAM: number;
/** Adds an observation for each call of a program, which comes with the model, that reaches outside of it. */
export declare function addHostCalls(program: Uint8Array, member: string, contents: Contents): void;
