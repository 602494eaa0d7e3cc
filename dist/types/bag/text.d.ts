/**
 * Text of a file in a bag: as it is, or in pieces that are made anew each time, the same ones. A list of a hundred thousand files is
 * longer than all that is kept of them, and is never held whole.
 */
export type Text = string | (() => Iterable<string>);
/** The text as UTF-8, in chunks that are worth a call. */
export declare function chunksOf(text: Text): Generator<Buffer>;
/** All of it, for what is known to be short. */
export declare const wholeText: (text: Text) => string;
