/**
 * Every way in which bytes can fail to be what they claim. The code is what tests and fixtures name;
 * `kind` of the finding that a reader of the report sees follows from it (see assess/observations.ts).
 */
export type FormatErrorCode =
  | 'truncated' // the bytes end before the format says they do
  | 'invalid-structure' // bytes contradict the format
  | 'duplicate-key' // a name that must be unique occurs twice
  | 'zip-structure' // headers of a zip contradict each other
  | 'path-escape' // a name inside the file points outside of it
  | 'out-of-bounds' // a declared place outside of what holds it: a reader that does not check reads foreign memory
  | 'resource-limit' // a named limit of ours was reached; the message has value and maximum
  | 'encrypted' // content that nobody can read without a key
  | 'unsupported'; // valid, but beyond what this reader knows

/** Thrown by every reader of bytes; becomes an observation at one place, `formats/problems.ts`. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  constructor(
    readonly code: FormatErrorCode,
    /** "expected X, found Y": no severity, no advice. */
    message: string,
    /** Absolute offset in the file where it was noticed, in bytes. */
    readonly offset?: number,
    options?: ErrorOptions,
  ) {
    // Recognizing a text file throws dozens of these, and nobody ever sees their stack.
    const depth = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(offset === undefined ? message : `${message} at offset ${offset}`, options);
    Error.stackTraceLimit = depth;
  }
}
