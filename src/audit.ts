import { assess } from './assess/assess.js';
import type { Assessment } from './assess/assessment.js';
import { append } from './bytes/append.js';
import { sha256OfOpened } from './bytes/digest.js';
import { byBytes } from './bytes/order.js';
import { lanes } from './bytes/parallel.js';
import { SHORT_BYTES } from './bytes/pass.js';
import { threadCount } from './bytes/threads.js';
import { collect } from './collect/collect.js';
import type { Collection, ModelCandidate, Refusal } from './collect/collection.js';
import { treeAccess } from './collect/tree-access.js';
import type { Config } from './config.js';
import { declaredSources } from './evidence/declared-sources.js';
import { gather } from './evidence/gather.js';
import { ignoring } from './evidence/ignored-sources.js';
import { type ExportedCopy, exportCollection } from './export/export-collection.js';
import { exportersFor } from './export/registry.js';
import { besideFile } from './formats/file-access.js';
import { inspectModel } from './formats/inspect.js';
import type { Inspection } from './formats/inspection.js';
import { type Progress, SILENT } from './progress.js';
import { canonicalJson } from './report/json.js';
import type { SourceTree } from './tree/tree.js';

/** Everything known about a tree after judgment; what bags are planned from and reports rendered from. */
export interface Audit {
  collection: Collection;
  inspections: Inspection[];
  /** Open copies that were made because the configuration asks for them. */
  copies: ExportedCopy[];
  assessment: Assessment;
}

export interface AuditOptions {
  tag?: string;
  config: Config;
  /** Compute SHA-256 of files and tensors (check and pack do). */
  digests?: boolean;
  /** Make the open copies that the configuration asks for (pack does). */
  exports?: boolean;
  progress?: Progress;
  /** Day on which exceptions of the configuration must still hold; without it none has expired. */
  day?: Date;
}

/** The way through the house: collect, inspect, gather, assess. Reads the tree, executes nothing, writes nothing. */
export async function audit(tree: SourceTree, options: AuditOptions): Promise<Audit> {
  const { config, tag = '', digests = false, exports = false, progress = SILENT } = options;
  const collected = await collect(tree, config, { progress });
  const found = await inspectModels(collected, collected.models, digests, progress);
  progress.stage('gather', collected.files.length);
  // What the repository says of itself: copies that we add have no place in it.
  const evidence = await gather(collected, found);
  collected.small?.clear();
  const isIgnored = ignoring(config.sources.ignore);
  evidence.dataSources = evidence.dataSources.filter(({ value }) => !isIgnored(value));
  append(evidence.dataSources, declaredSources(config.sources.extra, '.github/modelbag.yml'));
  const wanted = exports ? config.exports : [];
  const { collection, inspections, copies } = await withExports(collected, found, wanted, digests, progress);
  const { files, unreadable } = await digestFiles(collection, inspections, digests, progress);
  progress.done();
  const assessment = assess({
    repository: config.name ?? shortTitle(evidence.documents.citation?.title) ?? tree.name,
    revision: tree.revision?.commit ?? '',
    tag,
    files,
    refused: [...collection.refused, ...unreadable],
    notes: [...tree.notes, ...collection.notes],
    inspections,
    evidence,
    config,
    made: new Map(copies.flatMap(({ native, files }) => files.map(({ path }) => [besideFile(native, path), native]))),
    ...(options.day && { today: options.day.toISOString().slice(0, 10) }),
  });
  return { collection, inspections, copies, assessment };
}

/** The collection with open copies of its models in the wanted formats, inspected like any other file. */
async function withExports(
  collection: Collection,
  inspections: Inspection[],
  wanted: readonly string[],
  digests: boolean,
  progress: Progress,
): Promise<Pick<Audit, 'collection' | 'inspections' | 'copies'>> {
  if (wanted.length === 0) return { collection, inspections, copies: [] };
  const exporters = exportersFor(wanted);
  const exported = await exportCollection(collection, inspections, exporters, canonicalJson, { progress });
  const known = new Set(collection.models);
  const made = exported.collection.models.filter((model) => !known.has(model));
  const more = await inspectModels(exported.collection, made, digests, progress);
  const all = [...inspections, ...more].sort((a, b) => byBytes(a.path, b.path));
  return { ...exported, inspections: all };
}

/** Every model of a collection, in its order. */
export async function inspectModels(
  collection: Collection,
  models: readonly ModelCandidate[],
  digests: boolean,
  progress: Progress,
): Promise<Inspection[]> {
  progress.stage('inspect', models.length);
  if (models.length === 0) return [];
  // Downloads and files of the work tree are collected without being entries of the tree.
  const entries = [...collection.tree.entries, ...collection.files.map(({ entry }) => entry)];
  const access = treeAccess(collection.open, entries);
  const inspections: Inspection[] = [];
  for (const { entry } of models) {
    inspections.push(await inspectModel(entry, access, { digests }));
    progress.advance(1, entry);
  }
  return inspections;
}

/** Files with their digests; content that cannot be read after all is refused, never packed unchecked. */
async function digestFiles(
  collection: Collection,
  inspections: readonly Inspection[],
  digests: boolean,
  progress: Progress,
): Promise<{ files: Assessment['files']; unreadable: Refusal[] }> {
  const known = new Map(inspections.map(({ path, sha256 }) => [path, sha256]));
  const unreadable: Refusal[] = [];
  const files: Assessment['files'] = [];
  const large = lanes(threadCount());
  progress.stage('digest', digests ? collection.files.reduce((sum, { size }) => sum + size, 0) : 0, 'bytes');
  for (const { path, role, size } of collection.files) {
    const file = { path, role, size, sha256: known.get(path) ?? '' };
    files.push(file);
    const digest = async (): Promise<void> => {
      try {
        if (digests && file.sha256 === '') file.sha256 = await sha256OfOpened(collection.open(path));
      } catch (error) {
        unreadable.push(unreadableFile(path, error));
      }
      progress.advance(size, path);
    };
    if (size > SHORT_BYTES) await large.start(digest);
    else await digest();
  }
  await large.end();
  const away = new Set(unreadable.map(({ path }) => path));
  unreadable.sort((a, b) => byBytes(a.path, b.path));
  return { files: files.filter(({ path }) => !away.has(path)), unreadable };
}

const unreadableFile = (path: string, error: unknown): Refusal => ({
  path,
  kind: 'unreadable',
  reason: error instanceof Error ? error.message : String(error),
  advice: 'Fetch the content or make it readable, then run again.',
});

/** A citation's title without its subtitle: what files are called after. */
const shortTitle = (title: string | undefined): string | undefined =>
  title?.split(/:\s|\s[-–—]\s/)[0]?.trim() || undefined;
