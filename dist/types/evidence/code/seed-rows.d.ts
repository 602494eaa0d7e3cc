import type { Seed } from '../evidence.js';
import type { Repository } from './repository.js';
import { type Role } from './roles.js';
import type { Module } from './value.js';
/** Every place that seeds, one row for each library; places where the value comes from are rows of their own. */
export declare function seedRows(repository: Repository, roles: ReadonlyMap<Module, Role>): Seed[];
