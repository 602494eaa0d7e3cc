/**
 * Every way in which bytes can fail to be what they claim. The code is what tests and fixtures name;
 * `kind` of the finding that a reader of the report sees follows from it (see assess/observations.ts).
 */
export type FormatErrorCode = 'truncated' | 'invalid-structure' | 'duplicate-key' | 'zip-structure' | 'path-escape' | 'out-of-bounds' | 'resource-limit' | 'encrypted' | 'unsupported';
/** Thrown by every reader of bytes; becomes an observation at one place, `formats/problems.ts`. */
export declare class FormatError extends Error {
    readonly code: FormatErrorCode;
    /** Absolute offset in the file where it was noticed, in bytes. */
    readonly offset?: number | undefined;
    readonly name = "FormatError";
    constructor(code: FormatErrorCode, 
    /** "expected X, found Y": no severity, no advice. */
    message: string, 
    /** Absolute offset in the file where it was noticed, in bytes. */
    offset?: number | undefined, options?: ErrorOptions);
}
