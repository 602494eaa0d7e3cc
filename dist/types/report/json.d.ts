/**
 * Canonical JSON of a public document: keys sorted by their UTF-8 bytes, two spaces, LF, one trailing newline. Arrays
 * keep their order. Numbers that JSON cannot hold are strings (`"NaN"`, `"Infinity"`); undefined is left out.
 */
export declare const canonicalJson: (value: unknown) => string;
