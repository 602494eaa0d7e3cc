import type { CallEvent, Origin, Value, ValueOf } from './value.js';
export declare const UNKNOWN: Value;
export declare const NONE: Value;
export declare const constant: (value: string | number | boolean | null) => ValueOf<'constant'>;
/** A constant with the place where it was written. Written out, since engines are slow to add to what they copied. */
export declare const writtenAt: ({ value, derived, float }: ValueOf<'constant'>, origin: Origin) => ValueOf<'constant'>;
/** The text that a value is or may be, with null for what is not known; undefined where it is no text. */
export declare function textParts(value: Value): (string | null)[] | undefined;
/** Joins texts and holes; a constant where nothing is unknown. */
export declare function textOf(parts: (string | null)[]): Value;
/** A pattern with `*` for what is not known: `*.pth`. Undefined where nothing at all is known. */
export declare function pattern(value: Value | undefined): string | undefined;
/** A text known in full. */
export declare function knownText(value: Value | undefined): string | undefined;
/** True, false, or undefined where it is not known which. */
export declare function truth(value: Value): boolean | undefined;
/** One of two values; known ones are kept, unknown ones only when there is nothing else. */
export declare function either(a: Value, b: Value): Value;
export declare const same: (a: Value, b: Value) => boolean;
/** The possibilities of a value, itself where there is but one. */
export declare const options: (value: Value) => Value[];
/** The argument at a position or by one of its names. */
export declare function argument(event: CallEvent, position: number | undefined, ...names: string[]): Value | undefined;
