import { loadConfig } from '../collect/load-config.js';
import type { Config } from '../config.js';
import { isObject, type Json, type JsonObject } from '../containers/json-document.js';
import type { SourceTree } from '../tree/tree.js';
import { jsonAt } from '../tree/tree-json.js';
import { UsageError } from '../usage-error.js';
import { filesOf, type RestoredFile } from './clean-copy.js';

/** A repository as its bag holds it. */
export interface ArchivedProject {
  evidence: JsonObject;
  files: RestoredFile[];
  config: Config;
}

/** Reads what a bag says of its repository. Throws UsageError where it is no bag of ours. */
export async function readArchivedProject(tree: SourceTree, bag: string): Promise<ArchivedProject> {
  const evidence = await archivedEvidence(tree, bag);
  const files = filesOf(tree, await renamed(tree));
  return { evidence, files, config: await archivedConfig(tree, files) };
}

async function archivedEvidence(tree: SourceTree, bag: string): Promise<JsonObject> {
  const document = await jsonAt(tree, 'evidence.json');
  if (!isObject(document))
    throw new UsageError(
      `expected a bag with evidence.json at ${bag}, found none`,
      'Name a bag that modelbag has written.',
    );
  return document;
}

async function renamed(tree: SourceTree): Promise<Map<string, string>> {
  const document = await jsonAt(tree, 'names.json');
  const names = isObject(document) && Array.isArray(document['names']) ? document['names'] : [];
  return new Map(
    names.flatMap((row) =>
      isObject(row) && typeof row['bag'] === 'string' && typeof row['original'] === 'string'
        ? [[row['bag'], row['original']] as const]
        : [],
    ),
  );
}

/** The configuration that the bag holds, read at its path in the repository. */
function archivedConfig(tree: SourceTree, files: readonly RestoredFile[]): Promise<Config> {
  const byPath = new Map(files.map(({ path, bag }) => [path, bag]));
  const entries = files.map(({ path }) => ({ path, kind: 'file' as const, size: 0, executable: false }));
  return loadConfig({ ...tree, entries, open: (path) => tree.open(byPath.get(path) ?? path) });
}

/** Evidence may come from any version: whatever is not as expected is left out. */
export const rows = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
export const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
