import type { Expression, Statement, StatementOf } from '../languages/program.js';
import type { Completion, Machine } from './machine.js';
import type { FunctionValue, Scope, Value } from './value.js';
/** Runs statements in order until one leaves the block. */
export declare function execute(machine: Machine, statements: Statement[], scope: Scope): Completion;
/** Binds names; elements of a list to those of a pattern; attributes and keys of known objects; else it is a flag. */
export declare function assign(machine: Machine, target: Expression, value: Value, scope: Scope): void;
export declare function functionValue(statement: StatementOf<'function'>, scope: Scope): FunctionValue;
