import type { Evidence } from '../evidence.js';
import type { Repository } from './repository.js';
import { type Role } from './roles.js';
import type { Module } from './value.js';
type Row = Evidence['hyperparameters'][number];
/** Values that decide how a model is trained, as far as they are written in code: options, constants, arguments. */
export declare function hyperparameterRows(repository: Repository, roles: ReadonlyMap<Module, Role>): Row[];
export {};
