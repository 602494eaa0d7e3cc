import type { Evidence } from '../evidence.js';
import type { Repository } from './repository.js';
import type { Role } from './roles.js';
import type { Module } from './value.js';
type Row = Evidence['determinism'][number];
/** Switches that make computation repeatable, or not: assignments, calls, keywords, environment. */
export declare function determinismRows(repository: Repository, roles: ReadonlyMap<Module, Role>): Row[];
export {};
