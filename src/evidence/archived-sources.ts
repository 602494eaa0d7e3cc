import { isObject, type Json } from '../containers/json-document.js';
import type { SourceTree } from '../tree/tree.js';
import { jsonAt } from '../tree/tree-json.js';
import { DATA_SOURCE_KINDS, type DataSource } from './evidence.js';

const KINDS: ReadonlySet<string> = new Set(DATA_SOURCE_KINDS);

/** The citations that a bag's evidence holds; null where the tree is no bag of ours. */
export async function citedInBag(tree: SourceTree): Promise<DataSource[] | null> {
  if (!tree.entries.some(({ path }) => path === 'bagit.txt')) return null;
  const evidence = await jsonAt(tree, 'evidence.json');
  if (evidence === undefined) return null;
  const found = isObject(evidence) ? evidence['dataSources'] : undefined;
  return Array.isArray(found) ? found.flatMap(asDataSource) : [];
}

/** A bag may be anybody's: what is no citation is left out, a kind that is none of ours is `other`. */
function asDataSource(row: Json): DataSource[] {
  if (!isObject(row)) return [];
  const { kind, value, revision, path, line, packed } = row;
  if (typeof kind !== 'string' || typeof value !== 'string') return [];
  return [
    {
      kind: KINDS.has(kind) ? (kind as DataSource['kind']) : 'other',
      value,
      ...(typeof revision === 'string' && { revision }),
      path: typeof path === 'string' ? path : '',
      line: typeof line === 'number' && Number.isSafeInteger(line) && line >= 0 ? line : 0,
      packed: packed === true,
    },
  ];
}
