import type { Place } from '../languages/program.js';
import { type Machine } from './machine.js';
import type { CallEvent, Value } from './value.js';
type Known = (event: CallEvent, machine: Machine) => Value | undefined;
/** The place of an option is the line that names it. */
export declare const optionPlace: (event: CallEvent) => Place;
/** The name of an option: `dest`, else the first long flag, else the first flag. */
export declare function optionName(event: CallEvent): string | undefined;
/** Parsers of command lines, by the last name of the function or method. */
export declare const KNOWN_OPTIONS: Record<string, Known>;
export {};
