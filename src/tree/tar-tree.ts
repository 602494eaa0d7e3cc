import { basename } from 'node:path';
import { FormatError } from '../bytes/format-error.js';
import { DEFAULT_LIMITS } from '../bytes/limits.js';
import type { OpenByteSource } from '../bytes/source.js';
import { openTarMember, readTar, type TarMember } from '../containers/tar.js';
import { commonFolder, count, isStray, listing } from './listing.js';
import { Scratch } from './scratch.js';
import type { SourceTree, TreeEntry } from './tree.js';

/** The files of a tar as a tree, read where they lie. A single folder around everything is taken off. */
export async function openTarTree(path: string, source: OpenByteSource): Promise<SourceTree> {
  const { members, problems } = await readTar(source, DEFAULT_LIMITS);
  const scratch = new Scratch();
  const files = members
    .filter(({ kind }) => kind !== 'directory')
    .map((member) => ({ ...member, name: member.name.replace(/^(?:\.\/)+/, '') }));
  const usable = files.filter(({ name }) => !isStray(name));
  const top = commonFolder(usable.map(({ name }) => name));
  const byPath = new Map(usable.toReversed().map((member) => [member.name.slice(top.length), member]));
  const { entries, notes } = listing(usable.map((member) => entryOf(member, top)));
  if (top !== '') notes.push(`everything in the tar lies in ${top}; paths are shown without it`);
  if (usable.length < files.length)
    notes.push(
      `${count(files.length - usable.length, 'name')} of the tar would lead out of it and ${files.length - usable.length === 1 ? 'is' : 'are'} left out`,
    );
  const broken = problems.find(({ code }) => code !== 'path-escape' && code !== 'symlink' && code !== 'duplicate-key');
  if (broken) notes.push(`the tar cannot be read as a whole: ${broken.message}`);
  return {
    kind: 'tar',
    label: path,
    name: top === '' ? basename(path).replace(/\.tar$/i, '') : top.slice(0, -1),
    notes,
    entries,
    async open(name) {
      const member = byPath.get(name);
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

const entryOf = ({ name, kind, size, link }: TarMember, top: string): TreeEntry => ({
  path: name.slice(top.length),
  kind: kind === 'file' || kind === 'symlink' ? kind : 'other',
  size,
  executable: false,
  ...(kind === 'symlink' && { target: link }),
});
