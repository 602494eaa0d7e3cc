import { byBytes } from '../bytes/order.js';
import type { OpenByteSource } from '../bytes/source.js';
import type { Config } from '../config.js';
import { AbsentContent } from '../tree/absent.js';
import type { SourceTree, TreeEntry } from '../tree/tree.js';
import { type Candidates, findCandidates } from './candidates.js';
import type { CollectedFile, Collection, Refusal } from './collection.js';
import { findDvcContent, readDvc } from './dvc.js';
import { type Examined, examineAll } from './examine.js';
import { linkResolver, sortLinks } from './links.js';
import { fetchDeclared, type RemoteOptions } from './remote.js';
import { findLfsContent } from './resolve-lfs.js';
import { roleOf } from './roles.js';
import { type Selection, select } from './select.js';
import { limitTrainingData } from './training-data.js';

export interface CollectOptions extends Pick<RemoteOptions, 'hosts' | 'cacheFolder'> {
  progress?: {
    stage(name: string, total?: number, unit?: 'files' | 'bytes'): void;
    advance(by: number, label?: string): void;
  };
}

/** A file on its way into the collection: where it stands in the tree, what it is, how its content is opened. */
interface Gathering {
  tree: SourceTree;
  selection: Selection;
  files: Map<string, CollectedFile>;
  heads: Map<string, string>;
  openers: Map<string, () => Promise<OpenByteSource>>;
  /** Files that were expected to be models and cannot be read. */
  unread: Set<string>;
  refused: Refusal[];
  notes: string[];
}

/**
 * Finds out which files of a tree matter and as what. Reads beginnings of files only, models where their name does not tell
 * what they are; opens the network only for models that the configuration declares to be elsewhere.
 */
export async function collect(tree: SourceTree, config: Config, options: CollectOptions = {}): Promise<Collection> {
  const selection = await select(tree, config);
  const gathering: Gathering = {
    tree,
    selection,
    files: new Map(),
    heads: new Map(),
    openers: new Map(),
    unread: new Set(),
    refused: [...selection.refused],
    notes: [...selection.notes],
  };
  options.progress?.stage('collect', selection.files.length, 'files');
  const open = (path: string) => openCollected(gathering, path);
  const examined = await examineAll(selection.files, open, (files, label) => options.progress?.advance(files, label));
  for (const [i, entry] of selection.files.entries()) await accept(gathering, entry, examined[i] as Examined);
  await addElsewhere(gathering, config, options);
  const candidates = await findCandidates({
    files: [...gathering.files.values()],
    unread: gathering.unread,
    isDeclared: (path) => selection.models.match(path) !== undefined || gathering.files.get(path)?.from === 'download',
    open,
  });
  assignRoles(gathering, candidates);
  const sorted = [...gathering.files.values()].sort((a, b) => byBytes(a.path, b.path));
  const limited = limitTrainingData(sorted, config.trainingData.maxSize);
  const links = sortLinks(selection.links, linkResolver(tree.entries));
  return {
    tree,
    files: limited.files,
    models: candidates.models,
    refused: [...gathering.refused, ...links.refused, ...limited.refused].sort((a, b) => byBytes(a.path, b.path)),
    omitted: selection.omitted.toSorted((a, b) => byBytes(a.path, b.path)),
    links: links.links,
    open,
    notes: gathering.notes,
  };
}

/** Content of a file: from where it was found, else from the tree. */
async function openCollected(gathering: Gathering, path: string): Promise<OpenByteSource> {
  const opener = gathering.openers.get(path);
  if (opener) return opener();
  if (!gathering.selection.fromWorkTree.has(path)) return gathering.tree.open(path);
  const source = await gathering.tree.surroundings?.workTree(path);
  if (!source) throw new AbsentContent(path, 'it is not in the work tree any more');
  return source;
}

/** Takes a file in, or refuses it for what its content is. */
async function accept(gathering: Gathering, entry: TreeEntry, examined: Examined): Promise<void> {
  const { path } = entry;
  const { secret, problem, pointer, head } = examined;
  if (secret) gathering.refused.push(secretRefusal(path, secret));
  else if (problem !== undefined) {
    gathering.unread.add(path);
    gathering.refused.push(problemRefusal(entry, problem));
  } else if (pointer) {
    const content = await findLfsContent(path, pointer, gathering.tree.surroundings);
    if (content) {
      gathering.files.set(path, { path, role: 'other', size: pointer.size, entry, from: content.from });
      gathering.openers.set(path, content.open);
    } else {
      gathering.unread.add(path);
      gathering.refused.push(pointerRefusal(path, pointer.size));
    }
  } else {
    const from = gathering.selection.fromWorkTree.has(path) ? ({ from: 'work-tree' } as const) : {};
    gathering.files.set(path, { path, role: 'other', size: entry.size, entry, ...from });
    if (head !== undefined) gathering.heads.set(path, head);
  }
}

const secretRefusal = (path: string, { what, line }: { what: string; line?: number }): Refusal => ({
  path,
  kind: 'secret',
  reason: line === undefined ? `the file is ${what}` : `line ${line} holds ${what}`,
  advice:
    'Revoke it, since whoever has the repository has it; then remove it from the file, or leave the file out with an exclude pattern.',
  ...(line !== undefined && { line }),
});

const problemRefusal = (entry: TreeEntry, problem: string): Refusal => ({
  path: entry.path,
  kind: entry.blob === undefined ? 'unreadable' : 'absent',
  reason: problem,
  advice:
    entry.blob === undefined
      ? 'Make it readable, or leave it out with an exclude pattern.'
      : 'Use a full clone (with actions/checkout: fetch-depth: 0 and no filter).',
});

const pointerRefusal = (path: string, size: number): Refusal => ({
  path,
  kind: 'lfs-pointer',
  reason: `Git LFS pointer to ${size} bytes that are not on this machine`,
  advice: 'Fetch them with "git lfs pull" (with actions/checkout: lfs: true).',
});

/** Adds what DVC has in its cache and what the configuration declares to be elsewhere. */
async function addElsewhere(gathering: Gathering, config: Config, options: CollectOptions): Promise<void> {
  const open = (path: string) => openCollected(gathering, path);
  const dvc = await readDvc([...gathering.files.keys()], open);
  const advance = (bytes: number, label: string) => options.progress?.advance(bytes, label);
  const dvcConfig = gathering.heads.get('.dvc/config');
  const known = { outputs: dvc.outputs, ...(dvcConfig !== undefined && { config: dvcConfig }) };
  const fetched = await fetchDeclared(gathering.tree, config, known, { ...options, advance });
  for (const { path, size, from, open: opener } of fetched.files) add(gathering, path, size, from, opener);
  gathering.refused.push(...fetched.refused);
  gathering.notes.push(...fetched.notes);
  const declared = new Set(
    config.models.flatMap((model) => (typeof model !== 'string' && 'dvc' in model ? [model.dvc] : [])),
  );
  for (const output of dvc.outputs) {
    const isModel = dvc.models.has(output.path) || gathering.selection.models.match(output.path) !== undefined;
    if (!isModel || declared.has(output.path) || gathering.files.has(output.path)) continue;
    const found = await findDvcContent(output, gathering.tree.surroundings);
    const source = await found?.();
    if (found && source) {
      add(gathering, output.path, source.size, 'dvc', async () => (await found()) ?? gathering.tree.open(output.path));
      await source.close();
    } else
      gathering.refused.push({
        path: output.path,
        kind: 'unfetched',
        reason: `${output.source} tracks it with DVC; its ${output.size === undefined ? '' : `${output.size} `}bytes are not on this machine`,
        advice: `Run "dvc pull ${output.path}", or declare it under models: - {dvc: ${output.path}}.`,
      });
  }
}

function add(
  gathering: Gathering,
  path: string,
  size: number,
  from: NonNullable<CollectedFile['from']>,
  opener: () => Promise<OpenByteSource>,
): void {
  const entry: TreeEntry = { path, kind: 'file', size, executable: false, untracked: true };
  gathering.refused = gathering.refused.filter((refusal) => refusal.path !== path);
  gathering.unread.delete(path);
  gathering.files.set(path, { path, role: 'other', size, entry, from });
  gathering.openers.set(path, opener);
}

/** Models first, then what the configuration says, then content and names. */
function assignRoles({ files, heads, selection }: Gathering, candidates: Candidates): void {
  for (const file of files.values()) {
    const pattern = selection.scripts.match(file.path);
    const decision =
      candidates.roles.get(file.path) ??
      (pattern === undefined
        ? roleOf(file.path, heads.get(file.path), file.size)
        : ({ role: 'script', why: `named by ${pattern}` } as const));
    file.role = decision.role;
    file.why = decision.why;
  }
}
