import { FormatError } from '../bytes/format-error.js';
import type { Contents, Observation } from './format.js';
/** Where something lies: the member that holds it, and the offset of its bytes in the file where they lie there as they are. */
export interface Place {
    member?: string;
    base?: number | undefined;
}
/** What stopped a reader, as something noticed: what a limit, a password or an unknown variant kept unread is not malformed. */
export declare function observationOf(error: FormatError | Bug): Observation;
/** Adds the observation that a FormatError is, once per code and message; anything else is our bug and thrown on. */
export declare function observe(error: unknown, observations: Observation[], name?: string): void;
/** Adds an error of reading as the observation it is. */
export declare const addProblem: (contents: Contents, problem: FormatError, where?: Place) => void;
/**
 * Takes one step of reading: a file beside the model, a member, a node. Where its bytes contradict their format, that is
 * told and the reader goes on with what it has; undefined then. Anything else is our bug and thrown on.
 */
export declare function attempt<T>(contents: Contents, where: Place, step: () => Promise<T> | T): Promise<T | undefined>;
/** Adds what was noticed at a place, once per name or else message. Its offset counts from where the place begins. */
export declare function addOnce(contents: Contents, observation: Observation, { member, base }: Place): void;
/** What neither the bytes, nor the system, nor a server can be blamed for. */
export interface Bug {
    message: string;
}
/** An error as the bug of ours that it is; null for bytes that contradict their format and for what a system or server refused. */
export declare const bugIn: (error: unknown) => Bug | null;
/** Errors of the system and of servers keep their code (`EACCES`); anything else is a bug of ours, also where Node found it. */
export declare function codeOf(error: unknown): string;
export declare const textOf: (error: unknown) => string;
