import type { Script, Training } from '../evidence.js';
import type { Repository } from './repository.js';
import { type Role } from './roles.js';
import type { Module } from './value.js';
import type { KnownModel } from './writes.js';
/** The answer for an unmodified run of each program that trains, and for models that no program writes. */
export declare function trainingRows(repository: Repository, roles: ReadonlyMap<Module, Role>, scripts: readonly Script[], models: readonly KnownModel[]): Training[];
