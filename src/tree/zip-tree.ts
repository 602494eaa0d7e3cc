import { FormatError } from '../bytes/format-error.js';
import { DEFAULT_LIMITS } from '../bytes/limits.js';
import { type ByteSource, chunks, type OpenByteSource } from '../bytes/source.js';
import { isReallyEncrypted, openZipMember, readZipDirectory, type ZipMember } from '../containers/zip.js';
import { AbsentContent } from './absent.js';
import { archiveListing } from './archive-listing.js';
import { isStray } from './listing.js';
import { Scratch } from './scratch.js';
import type { SourceTree, TreeEntry } from './tree.js';

/** Inflated members up to this size stay in memory while they are open, larger ones lie on disk until the tree is closed. */
const MEMORY_MEMBER = 8 * 1024 * 1024;
const TARGET_BYTES = 4096;
const STORED = 0;
const LINK = 0o120000;

/** Opens the files of a zip as a tree. */
export async function openZipTree(path: string, source: OpenByteSource): Promise<SourceTree> {
  const scratch = new Scratch();
  const directory = await readZipDirectory(source);
  const files = directory.members.filter((member) => !member.isDirectory);
  const isUsable = (name: string): boolean => !isStray(name) && !name.includes('\\');
  const { shown, find } = await archiveListing('zip', path, files, isUsable, (member, at) =>
    entryOf(member, at, source),
  );
  const large = new Map<string, Promise<OpenByteSource>>();
  return {
    ...shown,
    async open(name) {
      const member = find(name);
      if (!member || (member.mode & 0o170000) === LINK)
        throw new FormatError(
          'unsupported',
          `expected a file at ${JSON.stringify(name)}, found ${member ? 'symlink' : 'nothing'}`,
        );
      if (isReallyEncrypted(member)) throw new AbsentContent(name, ENCRYPTED);
      const open = async () => openMember(source, member);
      if (member.method === STORED || member.size <= MEMORY_MEMBER) return { ...(await open()), close: async () => {} };
      const kept = large.get(name) ?? open().then((content) => scratch.keep(chunks(content)));
      large.set(name, kept);
      return kept;
    },
    keep: (parts) => scratch.keep(parts),
    async close() {
      await scratch.close();
      await source.close();
    },
  };
}

const ENCRYPTED = 'it is encrypted in the zip';

/** Content of a member; its length may be up to what the format of a zip allows, not only what fits into memory. */
const openMember = (source: ByteSource, member: ZipMember): Promise<ByteSource> =>
  openZipMember(source, member, DEFAULT_LIMITS);

async function entryOf(member: ZipMember, path: string, source: ByteSource): Promise<TreeEntry> {
  const entry: TreeEntry = {
    path,
    kind: (member.mode & 0o170000) === LINK ? 'symlink' : 'file',
    size: member.size,
    executable: (member.mode & 0o100) !== 0,
  };
  if (isReallyEncrypted(member)) entry.absent = ENCRYPTED;
  else if (entry.kind === 'symlink' && member.size <= TARGET_BYTES) {
    try {
      const content = await openMember(source, member);
      entry.target = Buffer.from(await content.read(0, content.size)).toString('utf8');
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      entry.absent = error.message;
    }
  }
  return entry;
}
