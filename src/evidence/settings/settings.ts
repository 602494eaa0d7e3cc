import { append } from '../../bytes/append.js';
import type { CollectedFile, Collection } from '../../collect/collection.js';
import { parseYaml } from '../../containers/yaml-document.js';
import { folderAbove } from '../../formats/file-access.js';
import { findModelCards } from '../documents/model-card.js';
import { fileName, listOf, recordOf } from '../environments/declaration.js';
import { readText } from '../read-text.js';
import { addCard } from './card-settings.js';
import { citedData } from './cited-data.js';
import { metricsFiles } from './metrics-files.js';
import { emptySettings, type Settings } from './reader.js';
import { SETTINGS_READERS } from './registry.js';
import { addStoredRuns } from './stored-runs.js';

export type { Settings } from './reader.js';

/** Of one kind: tracker folders hold thousands of small files, and what was seen by then is enough to say what is there. */
const FILES = 3_000;

/** Reads parameter files, pipeline locks, metrics, model cards and run records of a repository. */
export async function gatherSettings(collection: Collection): Promise<Settings> {
  const into = emptySettings();
  const metrics = await declaredMetrics(collection);
  // Readers are the outer loop: what a stronger witness says stands first.
  for (const reader of SETTINGS_READERS) {
    const files = collection.files.filter(
      (file) =>
        file.size <= reader.maxBytes &&
        (reader.recognize(file.path) || (reader === metricsFiles && metrics.has(file.path))),
    );
    for (const file of files.slice(0, FILES)) await readOne(collection, file, reader, into);
    if (files.length > FILES)
      into.unread.push({
        path: files[FILES]!.path,
        reason: `expected at most ${FILES} ${reader.title}, found ${files.length}`,
      });
  }
  await addStoredRuns(collection, into);
  const cards = await findModelCards(collection);
  for (const card of cards) addCard(card, into);
  append(into.dataSources, await citedData(collection, new Set(cards.map(({ card }) => card.path))));
  into.seeds = unique(into.seeds, (seed) => `${seed.path}:${seed.line}:${seed.library}:${seed.value}`);
  into.dataSources = unique(into.dataSources, (source) => `${source.kind}:${source.value}:${source.path}`);
  return into;
}

async function readOne(
  collection: Collection,
  file: CollectedFile,
  reader: (typeof SETTINGS_READERS)[number],
  into: Settings,
): Promise<void> {
  const read = reader.isUnread ? { text: '' } : await readText(collection, file, reader.maxBytes);
  if ('text' in read) await reader.read(read.text, file.path, into, collection);
  else into.unread.push({ path: file.path, reason: read.unread });
}

/** Files that a pipeline (dvc.yaml) calls its metrics, whatever their names. */
async function declaredMetrics(collection: Collection): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const file of collection.files.filter((item) => fileName(item.path) === 'dvc.yaml')) {
    const read = await readText(collection, file, metricsFiles.maxBytes);
    const parsed = 'text' in read ? await parseYaml(read.text) : undefined;
    const root = recordOf(parsed && 'value' in parsed ? parsed.value : undefined);
    const folder = folderAbove(file.path);
    const stages = Object.values(recordOf(root['stages'])).map(recordOf);
    for (const item of [root, ...stages].flatMap((part) => listOf(part['metrics']))) {
      const name = typeof item === 'string' ? item : Object.keys(recordOf(item))[0];
      if (name !== undefined && /\.(json|ya?ml|toml)$/i.test(name)) found.add(folder + name);
    }
  }
  return found;
}

function unique<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => !seen.has(keyOf(item)) && seen.add(keyOf(item)));
}
