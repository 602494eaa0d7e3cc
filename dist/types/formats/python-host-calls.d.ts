import type { Contents } from './format.js';
/** A call that reaches outside of the program, by its qualified name, and the line where it stands. */
export interface HostCall {
    name: string;
    line: number;
}
/**
 * Calls of a Python program that reach outside of it, each name once, in order. Names are resolved through imports;
 * nothing is executed, and a program that hides what it calls is not seen through.
 */
export declare function hostCalls(source: string): HostCall[];
/** Adds an observation for each call of a program, which comes with the model, that reaches outside of it. */
export declare function addHostCalls(program: Uint8Array, member: string, contents: Contents): void;
