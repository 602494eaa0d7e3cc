import type { Collection } from '../../collect/collection.js';
import type { Environment, Evidence } from '../evidence.js';
import { type Declared, type EnvironmentFormat } from './declaration.js';
export interface EnvironmentEvidence {
    environments: Environment[];
    framework: Evidence['framework'];
}
/** One file with what it declares. */
export interface DeclaredFile {
    path: string;
    format: EnvironmentFormat;
    declared: Declared;
}
/**
 * Every lockfile and manifest with its grade, and whether the libraries that train models are exact in one of them.
 * `imported`: top-level modules and packages that the scripts import, as written (`sklearn`, `torch`, `ranger`); with it a
 * framework that no environment names is reported too.
 */
export declare function gatherEnvironments(collection: Collection, imported?: ReadonlySet<string>): Promise<EnvironmentEvidence>;
