import { FormatError } from '../bytes/format-error.js';
import { DEFAULT_LIMITS } from '../bytes/limits.js';
import type { OpenByteSource } from '../bytes/source.js';
import { openTarMember, readTar, type TarMember } from '../containers/tar.js';
import { archiveListing } from './archive-listing.js';
import { isStray } from './listing.js';
import { Scratch } from './scratch.js';
import type { SourceTree, TreeEntry } from './tree.js';

/** The files of a tar as a tree, read where they lie. */
export async function openTarTree(path: string, source: OpenByteSource): Promise<SourceTree> {
  const { members, problems } = await readTar(source, DEFAULT_LIMITS);
  const scratch = new Scratch();
  const files = members
    .filter(({ kind }) => kind !== 'directory')
    .map((member) => ({ ...member, name: member.name.replace(/^(?:\.\/)+/, '') }));
  const { shown, find } = await archiveListing('tar', path, files, (name) => !isStray(name), entryOf);
  const broken = problems.find(({ code }) => code !== 'path-escape' && code !== 'symlink' && code !== 'duplicate-key');
  if (broken) shown.notes.push(`the tar cannot be read as a whole: ${broken.message}`);
  return {
    ...shown,
    async open(name) {
      const member = find(name);
      if (member?.kind !== 'file')
        throw new FormatError(
          'unsupported',
          `expected a file at ${JSON.stringify(name)}, found ${member?.kind ?? 'nothing'}`,
        );
      return { ...openTarMember(source, member), close: async () => {} };
    },
    keep: (parts) => scratch.keep(parts),
    async close() {
      await scratch.close();
      await source.close();
    },
  };
}

const entryOf = ({ kind, size, link }: TarMember, path: string): TreeEntry => ({
  path,
  kind: kind === 'file' || kind === 'symlink' ? kind : 'other',
  size,
  executable: false,
  ...(kind === 'symlink' && { target: link }),
});
