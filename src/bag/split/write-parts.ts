import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { aheadChunks, type OpenByteSource } from '../../bytes/source.js';
import { type Progress, SILENT } from '../../progress.js';
import { UsageError } from '../../usage-error.js';
import type { PackedOutput } from '../document.js';
import { asUsageError, checkSpace, fileDigest, otherFile, sizeOf, syncFolder } from '../final-place.js';
import type { ApartFile, Part } from './apart.js';

export interface WritePartsOptions {
  progress?: Progress;
  /** Replace other files that have the names of the parts. */
  force?: boolean;
}

export type WrittenPart = PackedOutput & { of: string };

/**
 * Writes the files that lie beside a bag into `folder`, each under its final name only once it is whole and was read back with the
 * planned digest. The same part already there is kept. A failure removes what this call has written. Throws UsageError.
 */
export async function writeParts(
  files: readonly ApartFile[],
  openTree: (path: string) => Promise<OpenByteSource>,
  folder: string,
  { progress = SILENT, force = false }: WritePartsOptions = {},
): Promise<WrittenPart[]> {
  const parts = files.flatMap((file) => file.parts.map((part) => ({ file, part })));
  const bytes = parts.reduce((sum, { part }) => sum + part.size, 0);
  const written: WrittenPart[] = [];
  const made: string[] = [];
  progress.stage('split', bytes, 'bytes');
  try {
    for (const { file, part } of parts) {
      const path = join(folder, part.name);
      if (!(await isThere(path, part, force))) {
        await checkSpace(path, part.size);
        await writePart(file, part, openTree, path);
        made.push(path);
      }
      progress.advance(part.size, part.name);
      written.push({ path, size: part.size, sha256: part.sha256, of: file.path });
    }
    progress.done();
    return written;
  } catch (error) {
    for (const path of made) await rm(path, { force: true });
    throw error;
  }
}

/** The very part lies there already. Another file is a UsageError without `force`. */
async function isThere(path: string, part: Part, force: boolean): Promise<boolean> {
  const size = await sizeOf(path);
  if (size === null) return false;
  if (size === part.size && (await fileDigest(path)) === part.sha256) return true;
  if (!force) throw otherFile(path);
  return false;
}

async function writePart(
  file: ApartFile,
  part: Part,
  openTree: (path: string) => Promise<OpenByteSource>,
  path: string,
): Promise<void> {
  if (file.content.from !== 'tree') throw new Error(`expected a file of the tree, found the text ${file.path}`);
  const partial = `${path}.partial`;
  try {
    const source = await openTree(file.content.path);
    try {
      if (source.size !== file.size) throw changed(file);
      await copyRange(source, part, partial);
    } finally {
      await source.close();
    }
    if ((await fileDigest(partial)) !== part.sha256) throw changed(file);
    await rename(partial, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(partial, { force: true });
    throw asUsageError(error, path, part.size);
  }
}

async function copyRange(source: OpenByteSource, { head, start, length }: Part, path: string): Promise<void> {
  await rm(path, { force: true });
  const handle = await open(path, 'wx', 0o644);
  try {
    await handle.writeFile(head);
    for await (const chunk of aheadChunks(source, start, start + length)) await handle.writeFile(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const changed = ({ path }: ApartFile): UsageError =>
  new UsageError(
    `expected ${JSON.stringify(basename(path))} as it was when it was read first, found other content: it changed while it was packed`,
    'Let whatever writes the file finish, then pack again.',
  );
