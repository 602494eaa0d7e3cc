import type { Machine } from './machine.js';
import type { CallEvent, Value } from './value.js';
/** What a function outside of the repository returns, where its meaning is known; may change what it was given. */
export type Known = (event: CallEvent, machine: Machine) => Value | undefined;
/** The result of a call whose function we know; undefined for all others. */
export declare function knownFunction(machine: Machine, event: CallEvent): Value | undefined;
