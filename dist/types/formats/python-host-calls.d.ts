import type { ByteSource } from '../bytes/source.js';
import type { Contents } from './format.js';
/** A call that reaches outside of the program, by its qualified name, and the line where it stands. */
export interface HostCall {
    name: string;
    line: number;
}
/** Calls of a Python program that reach outside of it, each name once, in order. */
export declare function hostCalls(source: string): HostCall[];
/** Text of a program; '' where it is too long, which is told. */
export declare function readProgram(source: ByteSource, contents: Contents, member?: string): Promise<string>;
/** Adds an observation for each call of a program, which comes with the model, that reaches outside of it. Gives its text. */
export declare function addHostCalls(source: ByteSource, member: string, contents: Contents): Promise<string>;
