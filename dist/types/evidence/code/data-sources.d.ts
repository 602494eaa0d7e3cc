import type { Collection } from '../../collect/collection.js';
import type { DataSource } from '../evidence.js';
import type { Repository } from './repository.js';
import { type Role } from './roles.js';
import type { Module } from './value.js';
/** Data that code loads: by catalog, by address, from files. Weights, papers and services are told apart. */
export declare function codeDataSources(repository: Repository, roles: ReadonlyMap<Module, Role>, collection: Pick<Collection, 'files'>): DataSource[];
