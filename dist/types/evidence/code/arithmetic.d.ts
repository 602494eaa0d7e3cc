import type { Value } from './value.js';
/** The result of an operator on texts, paths and numbers, with what is known of them. */
export declare function combine(operator: string, left: Value, right: Value): Value;
/** True, false or unknown for comparisons; undefined for what is no comparison. */
export declare function compare(operator: string, left: Value, right: Value): Value | undefined;
export declare const isText: (value: Value) => boolean;
/** `'%s/net_%03d.pth' % (a, b)` and `sprintf`. */
export declare function formatted(format: Value, given: Value): Value;
/** `'{}/{name}_{:03d}'.format(…)` and glue. */
export declare function formattedBraces(format: Value, positional: Value[], named: Map<string, Value>): Value;
/** Parts of a path joined with `/`; an absolute part starts anew, a leading unknown folder stays a hole. */
export declare function joinPaths(values: Value[]): Value;
