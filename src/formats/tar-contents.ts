import type { TarDirectory } from '../containers/tar.js';
import type { Contents } from './format.js';

/** Adds what is wrong with the names and headers of a tar. */
export function addTarProblems(contents: Contents, { problems }: TarDirectory): void {
  for (const { code, message, member, offset } of problems) {
    const kind =
      code === 'path-escape' || code === 'symlink' ? 'external' : code === 'resource-limit' ? 'unread' : 'malformed';
    contents.observations.push({ kind, code, message, offset, ...(member !== undefined && { member, name: member }) });
  }
}
