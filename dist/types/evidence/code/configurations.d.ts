import type { Machine } from './machine.js';
import type { CallEvent, Value } from './value.js';
type Known = (event: CallEvent, machine: Machine) => Value | undefined;
/** The path of a file that was opened, or the path itself. */
export declare function openedPath(value: Value | undefined): Value | undefined;
/** Loaders of configuration files that lie in the repository, by full name. */
export declare const KNOWN_CONFIGURATIONS: Record<string, Known>;
export {};
