/** JSON for an archive: keys in the order given, two blanks, LF, one trailing newline. */
export declare const jsonText: (value: unknown) => string;
/** As `jsonText`, everything beyond printable ASCII escaped: names with direction marks cannot disguise the lines around them. */
export declare const asciiJsonText: (value: unknown) => string;
/** Items of an array that are made one after the other, each time that it is written. */
export declare class Items<T = unknown> {
    private readonly make;
    constructor(make: () => Iterable<T>);
    [Symbol.iterator](): Iterator<T>;
}
/** The text that `jsonText` makes, in pieces; of `Items` no more than one is there at a time. */
export declare function jsonPieces(value: unknown): Generator<string>;
