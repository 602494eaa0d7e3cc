/**
 * Where strings stand in a JSON text. A notebook's cells are lists of strings, one a line of the file as a rule;
 * JSON.parse does not say on which line, so this walks the text once beside it.
 */
export interface StringPlace {
    /** Keys and indexes from the root: `cells.3.source.0`. */
    path: (string | number)[];
    /** 1-based line of the raw text. */
    line: number;
}
/** Calls `found` for each string value whose path `wanted` accepts. The text must be valid JSON. */
export declare function stringPlaces(text: string, wanted: (path: (string | number)[]) => boolean): StringPlace[];
