import type { ExpressionOf } from '../languages/program.js';
import type { Arguments, Machine } from './machine.js';
import type { FunctionValue, Scope, Value } from './value.js';
/** Calls whatever a value stands for. */
export declare function call(machine: Machine, callee: Value, given: Arguments, site: ExpressionOf<'call'>, scope: Scope): Value;
/** Runs the body of a function of the repository with its parameters bound. */
export declare function invoke(machine: Machine, callee: FunctionValue, given: Arguments, site: ExpressionOf<'call'>, scope: Scope): Value;
