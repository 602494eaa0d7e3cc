import { append } from '../../bytes/append.js';
import type { CollectedFile, Collection } from '../../collect/collection.js';
import { parseJsonText } from '../../containers/json-text.js';
import { parseYaml } from '../../containers/yaml-document.js';
import { parseFrontMatter } from '../documents/front-matter.js';
import { listOf, recordOf, textOf } from '../environments/declaration.js';
import type { DataSource } from '../evidence.js';
import { readText } from '../read-text.js';
import { citesData, dataLinks, identify } from './prose-links.js';

/** Prose longer than this is generated. */
const PROSE_BYTES = 2 * 1024 * 1024;

/** Data that documents cite: READMEs, the model cards named, data references of CITATION.cff and .zenodo.json. */
export async function citedData(collection: Collection, cards: ReadonlySet<string>): Promise<DataSource[]> {
  const found: DataSource[] = [];
  for (const file of collection.files) {
    if (/^CITATION\.cff$/i.test(file.path)) append(found, await citationSources(collection, file));
    else if (file.path === '.zenodo.json') append(found, await depositSources(collection, file));
    else if (citesData(file.path) || cards.has(file.path)) append(found, await proseSources(collection, file));
  }
  return found;
}

async function proseSources(collection: Collection, file: CollectedFile): Promise<DataSource[]> {
  const read = await readText(collection, file, PROSE_BYTES);
  if ('unread' in read) return [];
  const front = await parseFrontMatter(read.text);
  return dataLinks(front.body, file.path, front.bodyLine);
}

/** `references` of a CITATION.cff whose type is data. The preferred citation is the work itself. */
async function citationSources(collection: Collection, file: CollectedFile): Promise<DataSource[]> {
  const read = await readText(collection, file, PROSE_BYTES);
  const parsed = 'text' in read ? await parseYaml(read.text) : undefined;
  if (!parsed || 'message' in parsed) return [];
  return listOf(recordOf(parsed.value)['references']).flatMap((item, index): DataSource[] => {
    const reference = recordOf(item);
    const doi = textOf(reference['doi']);
    const url = textOf(reference['url']);
    if (!/^(dataset|data|database)$/.test(String(reference['type']))) return [];
    const place = { path: file.path, line: parsed.lineOf(['references', index]), packed: false };
    if (doi !== undefined) return [{ kind: 'doi', value: doi, ...place }];
    return url === undefined ? [] : [{ ...identify(url), ...place }];
  });
}

async function depositSources(collection: Collection, file: CollectedFile): Promise<DataSource[]> {
  const read = await readText(collection, file, PROSE_BYTES);
  const parsed = 'text' in read ? parseJsonText(read.text) : undefined;
  if (!parsed || 'message' in parsed) return [];
  return listOf(recordOf(parsed.value)['related_identifiers']).flatMap((item, index): DataSource[] => {
    const relation = recordOf(item);
    const identifier = textOf(relation['identifier']);
    if (identifier === undefined || !/^(isDerivedFrom|isSourceOf|requires)$/i.test(String(relation['relation'])))
      return [];
    const bare = /^10\.\d{4,9}\//.test(identifier) ? { kind: 'doi' as const, value: identifier } : identify(identifier);
    return [{ ...bare, path: file.path, line: parsed.lineOf(['related_identifiers', index]), packed: false }];
  });
}
