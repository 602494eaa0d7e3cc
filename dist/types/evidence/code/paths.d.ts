import type { Value } from './value.js';
/** Attributes and methods of pathlib paths that are properties: what they are of a known text. */
export declare function pathAttribute(value: Value, name: string): Value | undefined;
/** The text before the last `/`; `..` above a relative path. */
export declare function directoryOf(value: Value): Value;
export declare function lastPart(value: Value): Value;
type PathFunction = (values: Value[], receiver: Value) => Value | undefined;
/** Functions on paths, by full name; methods of texts stand for those of pathlib paths too. */
export declare const PATH_FUNCTIONS: Record<string, PathFunction>;
export {};
