import type { Machine } from './machine.js';
import type { CallEvent, Value } from './value.js';
type Known = (event: CallEvent, machine: Machine) => Value | undefined;
/** Functions of R whose results are known, by name. */
export declare const KNOWN_IN_R: Record<string, Known>;
export {};
