import type { FormatErrorCode } from '../bytes/format-error.js';
import type { Contents, FormatFacts, Observation } from './format.js';
/** What we know of one model file or directory: facts only, plain JSON. */
export interface Inspection {
    /** As given by whoever asked. */
    path: string;
    size: number;
    /** Relative to the same root as `path`. */
    companions: string[];
    format: {
        id: string;
        name: string;
        /** Outermost first: `gzip`. */
        wrappers: string[];
        version?: string;
        basis: string;
        /** Ids of other formats that the content also proves (polyglots). */
        alsoRecognizedAs: string[];
        extensions: readonly string[];
        facts: FormatFacts;
    };
    contents: Contents;
    /** With digests. Same order as `contents.tensors`; null where values are not defined or not reachable. */
    digests?: (string | null)[];
    /** SHA-256 of the entry file, with digests. */
    sha256?: string;
    /** Everything that went wrong while opening or reading, first the reason why reading stopped. */
    observations: Observation[];
    /** complete: every byte understood · inconclusive: something was not read · error: could not be opened. */
    status: 'complete' | 'inconclusive' | 'error';
    /** Why it could not be opened, or the bug of ours (`internal`) that stopped its reader. */
    error?: {
        code: FormatErrorCode | string;
        message: string;
        offset?: number;
    };
}
