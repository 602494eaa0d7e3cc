import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { sha256OfChunks } from '../bytes/digest.js';
import { WorkflowError } from './errors.js';

/** One file to attach, with what must be true of it afterwards. */
export interface AssetFile {
  /** The bag; a file of it that is too long to lie in it, or a part of one; what `pack` says beside it. */
  role: 'bag' | 'part' | 'beside';
  path: string;
  name: string;
  size: number;
  sha256: string;
  contentType: string;
}

/** GitHub takes files under 2 GiB; at exactly 2 GiB it fails without a reason. */
export const LARGEST_ASSET = 2 ** 31 - 1;
/** Files that a release may have. */
export const MOST_ASSETS = 1000;
/** Names that GitHub keeps as they are; it rewrites others silently. */
const KEPT_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*[A-Za-z0-9_-]$/;

const TYPES: Readonly<Record<string, string>> = {
  zip: 'application/zip',
  tar: 'application/x-tar',
  sha256: 'text/plain; charset=utf-8',
  html: 'text/html; charset=utf-8',
  json: 'application/json',
};

/** What is to be attached of one packed bag, as paths. */
export interface BagFiles {
  bag: string;
  parts: readonly string[];
  beside: readonly string[];
}

/** Names of the files that `pack` writes beside a bag to speak of it. */
export const sideFilesOf = (bag: string): string[] => [`${bag}.sha256`, `${bag}.report.html`, `${bag}.events.json`];

/**
 * Reads what must be known before the first call: sizes, digests, names. Parts come first: no release ever shows a bag
 * without them. Throws WorkflowError for what GitHub refuses.
 */
export async function assetFiles({ bag, parts, beside }: BagFiles): Promise<AssetFile[]> {
  const all = [
    ...parts.map((path) => ({ path, role: 'part' as const })),
    { path: bag, role: 'bag' as const },
    ...beside.map((path) => ({ path, role: 'beside' as const })),
  ];
  const files: AssetFile[] = [];
  for (const { path, role } of all) {
    const size = await sizeOf(path);
    const name = basename(path);
    if (!KEPT_NAME.test(name))
      throw new WorkflowError(
        `GitHub would rename ${JSON.stringify(name)}`,
        'Set `name` in .github/modelbag.yml to letters, digits, ".", "_" and "-".',
      );
    if (size === 0) throw new WorkflowError(`${name} is empty, and GitHub refuses empty files`, 'Pack the bag again.');
    if (size > LARGEST_ASSET)
      throw new WorkflowError(
        `${name} has ${size} bytes, and GitHub takes at most ${LARGEST_ASSET} in one file`,
        'Pack the bag with the input `split` at most as large.',
      );
    files.push({
      role,
      path,
      name,
      size,
      sha256: await sha256OfChunks(createReadStream(path, { highWaterMark: 1 << 20 })),
      contentType: TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    });
  }
  return files;
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    throw new WorkflowError(
      `${basename(path)} is missing: ${(cause as Error).message}`,
      'Keep everything that the job with `command: pack` wrote, and bring all of it to this job.',
      '',
      { cause },
    );
  }
}

/** The bag among the files that are attached. */
export const bagOf = (files: readonly AssetFile[]): AssetFile => files.find(({ role }) => role === 'bag') as AssetFile;
