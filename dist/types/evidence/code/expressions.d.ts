import type { Expression } from '../languages/program.js';
import type { Machine } from './machine.js';
import type { Scope, Value } from './value.js';
/** The value of an expression, as far as it is known; calls on the way become events. */
export declare function evaluate(machine: Machine, expression: Expression, scope: Scope): Value;
