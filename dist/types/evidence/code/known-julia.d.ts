import type { Machine } from './machine.js';
import type { CallEvent, Value } from './value.js';
type Known = (event: CallEvent, machine: Machine) => Value | undefined;
/** Functions of Julia whose results are known, by name. */
export declare const KNOWN_IN_JULIA: Record<string, Known>;
export {};
