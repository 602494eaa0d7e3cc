/** Longest name or message that a finding carries; longer ones lose their middle. */
export declare const NAME_LENGTH = 160;
/** Text that came out of a file, made visible: what cannot be seen is written as `\u{…}`, backticks as quotes. */
export declare const visible: (text: string) => string;
/** Cuts the middle out of a long text, never through a surrogate pair. */
export declare function shorten(text: string, length: number): string;
/** A name out of a file as messages quote it: visible, short, in backticks, which renderers show as code. */
export declare const quote: (name: string, length?: number) => string;
/** A sentence that a reader of bytes wrote, names out of the file included, as part of a message. */
export declare const sentence: (text: string) => string;
/** `a`, `b` and 3 more. */
export declare function list(names: readonly string[], most?: number): string;
/** `1 model`, `2 models`. */
export declare const count: (n: number, one: string, many?: string) => string;
