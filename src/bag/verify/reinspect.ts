import type { ModelReport } from '../../assess/assessment.js';
import { assessModel } from '../../assess/model.js';
import { FormatError } from '../../bytes/format-error.js';
import { DEFAULT_LIMITS } from '../../bytes/limits.js';
import { byBytes } from '../../bytes/order.js';
import { type FileAccess, joinPath } from '../../formats/file-access.js';
import { inspectModel } from '../../formats/inspect.js';
import { FOLDER_DESCRIPTIONS } from '../role-folders.js';
import type { ChangedModel, VerifyReport } from '../verify.js';
import type { BagContents, BagFile } from './contents.js';
import type { PathDigests } from './listed-digests.js';
import { parseManifest } from './manifest.js';
import { readTagText } from './tag-text.js';

/**
 * Inspects every model of one of our bags again and compares with the evidence.json in it: the digest that the manifest
 * says (fixity has proven that the bytes have it), the format, and each tensor's name, type and shape. Bags without our
 * evidence have nothing to compare with.
 */
export async function reinspect(contents: BagContents): Promise<VerifyReport['models']> {
  const archived = await archivedModels(contents);
  const files = await originalFiles(contents);
  const digests = await manifestDigests(contents);
  const access = accessOf(new Map([...files].map(([original, { file }]) => [original, file])));
  const changed: ChangedModel[] = [];
  let unchanged = 0;
  for (const model of archived) {
    // Left out of the bag on purpose (a refusal says why), or never readable.
    const packed = files.get(model.path);
    if (!packed || model.safety.status === 'error') continue;
    const now = assessModel(await inspectModel(model.path, access), { tensors: true });
    const digest = digests.get(packed.path) ?? '';
    const difference = compare(model, { ...now, sha256: digest });
    if (difference) changed.push({ path: packed.path, ...difference });
    else unchanged += 1;
  }
  return { unchanged, changed };
}

/** The first thing in which a model is not what the evidence says, in words. */
function compare(archived: ModelReport, now: ModelReport): { expected: string; found: string } | null {
  if (archived.sha256 !== undefined && archived.sha256 !== now.sha256)
    return { expected: `sha256 ${archived.sha256}`, found: `sha256 ${now.sha256}` };
  if (archived.format.name !== now.format.name) return { expected: archived.format.name, found: now.format.name };
  const [before, after] = [tensorLines(archived), tensorLines(now)];
  const at = before.findIndex((line, i) => line !== after[i]);
  if (at >= 0) return { expected: before[at] ?? '', found: after[at] ?? 'no such tensor' };
  return after.length > before.length ? { expected: 'no more tensors', found: after[before.length] ?? '' } : null;
}

const tensorLines = ({ tensors = [] }: ModelReport): string[] =>
  tensors.map(({ name, dtype, shape }) => `tensor ${name} ${dtype} [${shape.join(', ')}]`).sort(byBytes);

async function archivedModels(contents: BagContents): Promise<ModelReport[]> {
  const document = await readJson(contents, 'evidence.json');
  const models = (document as { models?: unknown } | null)?.models;
  return Array.isArray(models) ? models.filter(isModelReport) : [];
}

/** As much of a report's shape as is used here: the bag may be anybody's. */
const isModelReport = (value: unknown): value is ModelReport => {
  const model = value as Partial<ModelReport> | null;
  return (
    typeof model?.path === 'string' &&
    typeof model.format?.name === 'string' &&
    typeof model.safety?.status === 'string' &&
    (model.tensors === undefined ||
      (Array.isArray(model.tensors) &&
        model.tensors.every((t) => typeof t?.name === 'string' && Array.isArray(t.shape))))
  );
};

/** Payload files by their path in the repository: below the folder of their role, or as names.json says. */
async function originalFiles(contents: BagContents): Promise<Map<string, { path: string; file: BagFile }>> {
  const originals = new Map<string, { path: string; file: BagFile }>();
  for (const [path, file] of contents.files) {
    const folder = Object.keys(FOLDER_DESCRIPTIONS).find((name) => path.startsWith(`${name}/`));
    if (folder) originals.set(path.slice(folder.length + 1), { path, file });
  }
  const names = (await readJson(contents, 'names.json')) as { names?: unknown } | null;
  for (const row of Array.isArray(names?.names) ? names.names : []) {
    const { bag, original } = (row ?? {}) as { bag?: unknown; original?: unknown };
    const file = typeof bag === 'string' ? contents.files.get(bag) : undefined;
    if (file && typeof bag === 'string' && typeof original === 'string') originals.set(original, { path: bag, file });
  }
  return originals;
}

async function manifestDigests(contents: BagContents): Promise<PathDigests> {
  const text = await readTagText(contents, 'manifest-sha256.txt', 'utf-8', DEFAULT_LIMITS, []);
  return parseManifest('manifest-sha256.txt', text ?? '', []).entries;
}

/** A JSON tag file; null where it is missing or none (fixity and the crate check report what is broken). */
async function readJson(contents: BagContents, path: string): Promise<unknown> {
  const text = await readTagText(contents, path, 'utf-8', DEFAULT_LIMITS, []);
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function accessOf(files: ReadonlyMap<string, BagFile>): FileAccess {
  const paths = [...files.keys()].sort(byBytes);
  const below = (folder: string): string[] => {
    const prefix = joinPath(folder, '');
    return paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  };
  return {
    async open(path) {
      const file = files.get(path);
      if (!file) throw new FormatError('truncated', `expected ${path} in the bag, found nothing`);
      return { ...(await file.open()), close: async () => {} };
    },
    list: async (folder) => below(folder),
    async kind(path) {
      if (files.has(path)) return 'file';
      return below(path).length > 0 ? 'directory' : 'missing';
    },
  };
}
