import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import type { TarDirectory } from '../containers/tar.js';
import type { Contents } from './format.js';
import { addHiddenPickles } from './hidden-pickles.js';

/** Adds what is wrong with the names and headers of a tar, and looks into what lies behind its end. */
export async function addTarProblems(
  contents: Contents,
  source: ByteSource,
  { problems, end }: TarDirectory,
  limits: Limits,
): Promise<void> {
  for (const { code, message, member, offset } of problems) {
    const kind =
      code === 'path-escape' || code === 'symlink' ? 'external' : code === 'resource-limit' ? 'unread' : 'malformed';
    contents.observations.push({ kind, code, message, offset, ...(member !== undefined && { member, name: member }) });
  }
  if (end === source.size) return;
  contents.observations.push({
    kind: 'unaccounted',
    code: 'unaccounted-bytes',
    message: `expected nothing behind the archive, found ${source.size - end} bytes`,
    offset: end,
  });
  await addHiddenPickles(contents, source, { start: end, end: source.size }, { base: 0 }, limits);
}
