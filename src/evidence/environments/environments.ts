import type { Collection } from '../../collect/collection.js';
import type { Environment, Evidence } from '../evidence.js';

export interface EnvironmentEvidence {
  environments: Environment[];
  framework: Evidence['framework'];
}

/**
 * Every lockfile and manifest with its grade, and whether the libraries that train models are exact in one of them.
 * `imported`: top-level modules and packages that the scripts import, as written (`sklearn`, `torch`, `ranger`); with it a
 * framework that no environment names is reported too.
 */
export async function gatherEnvironments(
  _collection: Collection,
  _imported: ReadonlySet<string> = new Set(),
): Promise<EnvironmentEvidence> {
  return { environments: [], framework: [] };
}
