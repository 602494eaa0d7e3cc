import { byBytes } from '../bytes/order.js';
import type { Config } from '../config.js';
import type { SourceTree } from '../tree/tree.js';
import { accept } from './accept.js';
import { type Candidates, findCandidates } from './candidates.js';
import type { Collection } from './collection.js';
import { addElsewhere } from './elsewhere.js';
import { examineAll } from './examine.js';
import { type Gathering, newGathering, openGathered } from './gathering.js';
import { linkResolver, sortLinks } from './links.js';
import type { RemoteOptions } from './remote.js';
import { select } from './select.js';
import { limitTrainingData } from './training-data.js';

export interface CollectOptions extends Pick<RemoteOptions, 'hosts' | 'cacheFolder'> {
  progress?: {
    stage(name: string, total?: number, unit?: 'files' | 'bytes'): void;
    advance(by: number, label?: string): void;
  };
}

/**
 * Finds out which files of a tree matter and as what. Reads beginnings of files only, models where their name does not tell
 * what they are; opens the network only for models that the configuration declares to be elsewhere.
 */
export async function collect(tree: SourceTree, config: Config, options: CollectOptions = {}): Promise<Collection> {
  const { progress, ...remote } = options;
  const selection = await select(tree, config);
  const gathering = newGathering(tree, selection);
  const open = (path: string) => openGathered(gathering, path);
  progress?.stage('collect', selection.files.length, 'files');
  await examineAll(selection.files, open, async (entry, examined) => {
    await accept(gathering, entry, examined);
    progress?.advance(1, entry.path);
  });
  if (config.models.some((model) => typeof model !== 'string')) progress?.stage('fetch', 0, 'bytes');
  await addElsewhere(gathering, config, { ...remote, advance: (bytes, label) => progress?.advance(bytes, label) });
  const candidates = await findCandidates({
    files: [...gathering.files.values()],
    unread: gathering.unread,
    declared: (path) => declaredAs(gathering, path),
    roleOf: (path) => gathering.files.get(path)?.role ?? 'other',
    open: async (path) => gathering.contents.open(path) ?? open(path),
  });
  assignModels(gathering, candidates);
  const sorted = [...gathering.files.values()].sort((a, b) => byBytes(a.path, b.path));
  const limited = limitTrainingData(sorted, config.trainingData.maxSize);
  const links = sortLinks(selection.links, linkResolver(tree.entries));
  const refused = [...gathering.refused, ...links.refused, ...limited.refused];
  return {
    tree,
    files: limited.files,
    models: candidates.models,
    refused: refused.sort((a, b) => byBytes(a.path, b.path)),
    omitted: selection.omitted.toSorted((a, b) => byBytes(a.path, b.path)),
    links: links.links,
    open,
    small: gathering.contents,
    notes: gathering.notes,
  };
}

/** Whether the configuration says that a path is a model, by its name or by a pattern that covers more. */
function declaredAs({ declared, selection }: Gathering, path: string): 'exactly' | 'among' | undefined {
  const pattern = selection.models.match(path);
  if (declared.has(path) || pattern === path) return 'exactly';
  return pattern === undefined ? undefined : 'among';
}

/** Models first, whatever else a file was taken for. */
function assignModels({ files }: Gathering, candidates: Candidates): void {
  for (const [path, { role, why }] of candidates.roles) {
    const file = files.get(path);
    if (file) Object.assign(file, { role, why });
  }
}
