import type { Evidence } from '../evidence.js';
import type { Repository } from './repository.js';
import { type Role } from './roles.js';
import type { Module } from './value.js';
type Row = Evidence['baseModels'][number];
/** Models that training begins with: name and revision, as the code gives them. Their tokenizers alone do not count. */
export declare function baseModelRows(repository: Repository, roles: ReadonlyMap<Module, Role>): Row[];
export {};
