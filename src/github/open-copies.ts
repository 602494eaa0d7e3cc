import { assessModel } from '../assess/model.js';
import { inspectModels } from '../audit.js';
import { collect } from '../collect/collect.js';
import type { Config } from '../config.js';
import { type ExportedCopy, exportCollection } from '../export/export-collection.js';
import { exportersFor } from '../export/registry.js';
import { besideFile, folderOf, joinPath } from '../formats/file-access.js';
import type { Inspection } from '../formats/inspection.js';
import type { Progress } from '../progress.js';
import { canonicalJson } from '../report/json.js';
import type { SourceTree } from '../tree/tree.js';

/** Where nothing is configured: a graph or a table that any program reads where there is one, and in any case the numbers. */
const FORMATS = ['onnx', 'pmml', 'coefficients', 'safetensors'] as const;
/** What the API takes as one blob: exactly 40 MiB is refused (measured by others; GitHub documents no number). */
export const LARGEST_COPY = 40_000_000;

/** A file to be committed: an open copy or its proof. */
export interface CopyFile {
  /** In the project. */
  path: string;
  size: number;
  read(): Promise<Uint8Array>;
}

/** What can be proposed of a tree, and why the rest cannot. */
export interface OpenCopies {
  copies: ExportedCopy[];
  files: CopyFile[];
  /** As messages. */
  notes: string[];
}

/** Makes the open copies of the models of a tree, as if none had been made before. Live as long as the tree. */
export async function makeCopies(
  whole: SourceTree,
  config: Config,
  isForLfs: (path: string) => boolean,
  progress: Progress,
): Promise<OpenCopies> {
  const tree = await withoutEarlierCopies(whole);
  const collected = await collect(tree, config, { progress });
  const inspections = await inspectModels(collected, collected.models, false, progress);
  const exporters = exportersFor(config.exports.length > 0 ? config.exports : FORMATS);
  const { collection, copies } = await exportCollection(collected, inspections, exporters, canonicalJson, {
    progress,
    shardBytes: LARGEST_COPY,
  });
  const kept: ExportedCopy[] = [];
  const files: CopyFile[] = [];
  const notes = [...unread(inspections), ...collection.notes.slice(collected.notes.length)];
  for (const copy of copies) {
    const at = (name: string): string => besideFile(copy.native, name);
    const paths = [...copy.files.map(({ path }) => at(path)), at(`${copy.path}.proof.json`)];
    const problem = problemOf(copy, paths, isForLfs);
    if (problem !== null) {
      notes.push(`${copy.native} has no copy as ${copy.to}: ${problem}`);
      continue;
    }
    kept.push(copy);
    for (const path of paths) {
      const { size } = await collection.open(path);
      files.push({ path, size, read: async () => (await collection.open(path)).read(0, size) });
    }
  }
  // Of formats that nobody chose, one copy is enough.
  const isSettled = (note: string): boolean =>
    config.exports.length === 0 && kept.some(({ native }) => note.startsWith(`${native} has no copy as `));
  return { copies: kept, files, notes: notes.filter((note) => !isSettled(note)) };
}

/** Why a copy cannot be committed through the API; null where it can. */
export function problemOf(
  { native, to, files }: Pick<ExportedCopy, 'native' | 'to' | 'files'>,
  paths: readonly string[],
  isForLfs: (path: string) => boolean,
): string | null {
  const cure = `make it in a clone with \`modelbag export ${native} --to ${to} --out ${folderOf(native) || '.'}\` and commit it there`;
  const large = files.find(({ size }) => size > LARGEST_COPY);
  if (large)
    return `${large.path} has ${large.size} bytes, and GitHub takes at most ${LARGEST_COPY} in this way; ${cure}`;
  const kept = paths.find(isForLfs);
  return kept === undefined ? null : `Git LFS is to keep ${kept}, which GitHub cannot do in this way; ${cure}`;
}

/** Models that want an open copy and could not be read. */
const unread = (inspections: readonly Inspection[]): string[] =>
  inspections
    .filter((inspection) => assessModel(inspection).openness.promise === 'bitstream-only')
    .filter(({ contents }) => contents.tensors.length === 0)
    .map(({ path }) => `${path} has no copy: nothing that can be copied could be read from it`);

/**
 * The tree without the copies of earlier requests, so that they are made anew and stale ones replaced: files beside their proof,
 * of the very sizes that it tells. Anything else of the same name stays, and no copy takes its place.
 */
async function withoutEarlierCopies(tree: SourceTree): Promise<SourceTree> {
  const sizes = new Map(tree.entries.map(({ path, size }) => [path, size]));
  const earlier = new Set<string>();
  for (const { path, size, kind } of tree.entries) {
    if (kind !== 'file' || !path.endsWith('.proof.json') || size > LARGEST_COPY) continue;
    const copied = await proven(tree, path);
    const isOurs =
      copied.length > 0 &&
      joinPath(folderOf(path), `${copied[0]?.path}.proof.json`) === path &&
      copied.every((file) => !file.path.includes('/') && sizes.get(joinPath(folderOf(path), file.path)) === file.size);
    if (isOurs)
      for (const one of [path, ...copied.map((file) => joinPath(folderOf(path), file.path))]) earlier.add(one);
  }
  return earlier.size === 0 ? tree : { ...tree, entries: tree.entries.filter(({ path }) => !earlier.has(path)) };
}

/** The files that a proof speaks of; none where it is no proof. */
async function proven(tree: SourceTree, path: string): Promise<{ path: string; size: number }[]> {
  const source = await tree.open(path);
  try {
    const text = Buffer.from(await source.read(0, source.size)).toString('utf8');
    const proof = JSON.parse(text) as Partial<ExportedCopy['proof']> | null;
    const files: unknown = proof?.schema === 'modelbag/proof/1' ? proof.open?.files : [];
    return Array.isArray(files) &&
      files.every((file) => typeof file?.path === 'string' && typeof file.size === 'number')
      ? files
      : [];
  } catch (error) {
    // Somebody else's file that merely has such a name.
    if (error instanceof SyntaxError) return [];
    throw error;
  } finally {
    await source.close();
  }
}
