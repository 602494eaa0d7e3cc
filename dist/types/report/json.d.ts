/**
 * Canonical JSON of a public document: keys sorted by their UTF-8 bytes, two spaces, LF, one trailing newline. Arrays
 * keep their order. Numbers that JSON cannot hold are strings (`"NaN"`, `"Infinity"`); undefined is left out.
 */
export declare const canonicalJson: (value: unknown) => string;
/** A value of a document that is written before the others, so that what it was made of need not be kept until then. */
export declare class JsonPart {
    readonly text: string;
    /** `depth`: how many objects and arrays of the document are around the value. */
    constructor(value: unknown, depth: number);
}
