/** Position in a structured document: keys of maps and indexes of lists. */
export type KeyPath = readonly (string | number)[];
/** A structured text as plain values, with the way back to its lines. */
export interface StructuredText {
    value: unknown;
    /** 1-based line of the key or item that the path names; of its nearest ancestor where the path does not exist. */
    lineOf(path: KeyPath): number;
}
/** Why a structured text cannot be used, and the line where that was noticed. */
export interface TextProblem {
    line: number;
    message: string;
}
/**
 * Parses the first document of a YAML 1.2 text. Tags never construct anything: `!!python/object` yields plain
 * maps and scalars. Aliases are bounded, so that a bomb is a problem and not a memory fault.
 */
export declare function parseYaml(text: string): Promise<StructuredText | TextProblem>;
