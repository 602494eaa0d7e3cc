import type { Collection } from '../../collect/collection.js';
import { type StructuredText } from '../../containers/yaml-document.js';
import type { Program } from '../languages/program.js';
import { type Parsers } from '../languages/read-program.js';
import type { Module } from './value.js';
import { type Trace } from './walk.js';
/** All code of a repository, read once, and what its programs do. */
export interface Repository {
    modules: Module[];
    /** Shell scripts, and shell lines of notebooks. */
    shells: Program[];
    /** Programs: files that are run, not only imported. */
    entries: ReadonlySet<Module>;
    traces: Trace[];
    unread: {
        path: string;
        reason: string;
    }[];
    configurations: ReadonlyMap<string, StructuredText>;
}
export declare function readRepository(collection: Collection, parsers: Parsers): Promise<Repository>;
