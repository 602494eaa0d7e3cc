import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { sha256OfChunks } from '../bytes/digest.js';
import { WorkflowError } from './errors.js';

/** One file to attach, with what must be true of it afterwards. */
export interface AssetFile {
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
  sha256: 'text/plain; charset=utf-8',
  html: 'text/html; charset=utf-8',
  json: 'application/json',
};

/** A bag and the files that lie beside it, as `pack` writes them. */
export const sideFilesOf = (bag: string): string[] => [`${bag}.sha256`, `${bag}.report.html`, `${bag}.events.json`];

/** Reads what must be known before the first call: sizes, digests, names. Throws WorkflowError for what GitHub refuses. */
export async function assetFiles(paths: readonly string[]): Promise<AssetFile[]> {
  const files: AssetFile[] = [];
  for (const path of paths) {
    const { size } = await stat(path);
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
        'Leave large files out with `exclude` in .github/modelbag.yml, or keep the bag elsewhere: `release: none` still packs it.',
      );
    files.push({
      path,
      name,
      size,
      sha256: await sha256OfChunks(createReadStream(path, { highWaterMark: 1 << 20 })),
      contentType: TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    });
  }
  return files;
}
