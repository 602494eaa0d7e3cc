import type { Script } from '../evidence.js';
import type { Repository } from './repository.js';
import { type Role } from './roles.js';
import type { Module } from './value.js';
import { type KnownModel } from './writes.js';
/** Files of code with what they are for and the models they write. Files that only define things are left out. */
export declare function scriptRows(repository: Repository, roles: ReadonlyMap<Module, Role>, models: readonly KnownModel[]): Script[];
