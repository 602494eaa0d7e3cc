import type { Machine } from './machine.js';
import type { Scope, Value } from './value.js';
/** What `object.name` is; methods of known objects keep the object. */
export declare function member(machine: Machine, object: Value, name: string, scope: Scope): Value;
