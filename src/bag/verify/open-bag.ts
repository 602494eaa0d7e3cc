import { stat } from 'node:fs/promises';
import { openFile } from '../../bytes/file-source.js';
import { FormatError } from '../../bytes/format-error.js';
import { DEFAULT_LIMITS, type Limits } from '../../bytes/limits.js';
import type { OpenByteSource } from '../../bytes/source.js';
import { isTarHeader } from '../../containers/tar.js';
import { UsageError } from '../../usage-error.js';
import { blockSource } from './block-source.js';
import { type BagContents, type Base, baseOf } from './contents.js';
import { folderContents } from './folder-contents.js';
import { gzipContents, isGzip } from './gzip-contents.js';
import { type BagProblem, problem, splitMessage } from './problem.js';
import { tarContents } from './tar-contents.js';
import { zipContents } from './zip-contents.js';

/** A bag or crate whose files can be read, or why there is none. */
export type OpenedBag = { contents: BagContents; kind: Base['kind'] } | { problems: readonly BagProblem[] };

/** Opens a bag's files by their path in the bag; null where there is no bag. For readers of what lies inside. */
export async function openBagContents(path: string, limits: Limits = DEFAULT_LIMITS): Promise<BagContents | null> {
  const opened = await openBag(path, limits);
  return 'problems' in opened ? null : opened.contents;
}

/** Opens what lies at `path`. Throws UsageError where it cannot be read at all. */
export async function openBag(path: string, limits: Limits): Promise<OpenedBag> {
  const contents = await openContainer(path, limits);
  if ('file' in contents) return { problems: [contents] };
  const base = baseOf(contents.files.keys());
  if (base === null) {
    await contents.close();
    const nothing = problem('bagit.txt', 'not-a-bag', 'bagit.txt at the top or in one top folder', 'none');
    return { problems: contents.problems.length > 0 ? contents.problems : [nothing] };
  }
  const files = new Map(
    [...contents.files]
      .filter(([name]) => name.startsWith(base.folder))
      .map(([name, file]) => [name.slice(base.folder.length), file]),
  );
  return { contents: { ...contents, base: base.folder, files }, kind: base.kind };
}

async function openContainer(path: string, limits: Limits): Promise<BagContents | BagProblem> {
  try {
    const what = await stat(path);
    if (what.isDirectory()) return await folderContents(path, limits);
    // Opening a pipe would wait for a writer.
    if (!what.isFile()) return problem('', 'not-a-bag', FORMS, 'a special file');
    const source = await openFile(path);
    try {
      return await openArchive(source, limits);
    } catch (error) {
      await source.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof FormatError) return archiveProblem(error);
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new UsageError(
      `expected a readable bag at ${path}, found ${code === 'ENOENT' ? 'nothing' : code}`,
      `Give the path of a bag: ${FORMS}.`,
      {
        cause: error,
      },
    );
  }
}

const FORMS = 'a zip, a tar or a folder';
const HEAD_BYTES = 512;

async function openArchive(source: OpenByteSource, limits: Limits): Promise<BagContents> {
  const head = await source.read(0, Math.min(source.size, HEAD_BYTES));
  if (isGzip(head)) return gzipContents(source, limits);
  return (isTarHeader(head) ? tarContents : zipContents)(blockSource(source), limits);
}

function archiveProblem({ code, message }: FormatError): BagProblem {
  const kind = code === 'resource-limit' ? 'resource-limit' : code === 'truncated' ? 'zip-structure' : 'not-a-bag';
  return problem('', kind, ...splitMessage(message));
}
