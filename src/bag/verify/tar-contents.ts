import { FormatError } from '../../bytes/format-error.js';
import type { Limits } from '../../bytes/limits.js';
import { pass } from '../../bytes/pass.js';
import type { OpenByteSource } from '../../bytes/source.js';
import { openTarMember, readTar, type TarMember, type TarProblem } from '../../containers/tar.js';
import type { BagContents, BagFile } from './contents.js';
import { inflatedLimit } from './inflated-limit.js';
import { type BagProblem, type BagProblemKind, problem, splitMessage } from './problem.js';

const KINDS: Partial<Record<TarProblem['code'], BagProblemKind>> = {
  'duplicate-key': 'duplicate-member',
  'path-escape': 'path-escape',
  symlink: 'symlink',
  'resource-limit': 'resource-limit',
};

/** Opens an uncompressed tar as a bag, without unpacking. Throws FormatError where it holds nothing. */
export async function tarContents(source: OpenByteSource, limits: Limits): Promise<BagContents> {
  const directory = await readTar(source, limits);
  if (directory.members.length === 0)
    throw new FormatError('invalid-structure', 'expected a tar with members, found none');
  const problems = directory.problems.map(tarProblem);
  const files = new Map<string, BagFile>();
  const folders = new Set<string>();
  const declared = directory.members.reduce((sum, { kind, size }) => sum + (kind === 'file' ? size : 0), 0);
  // Thousands of hard links to one long file.
  const isBomb = declared > inflatedLimit(source.size);
  if (isBomb)
    problems.push(
      problem(
        '',
        'resource-limit',
        `at most ${inflatedLimit(source.size)} bytes in all members together`,
        `${declared}`,
      ),
    );
  for (const member of directory.members) {
    const { name } = member;
    if (member.kind === 'other') problems.push(problem(name, 'unreadable', 'a regular file', 'a special file'));
    if (member.kind === 'directory') folders.add(name.endsWith('/') ? name : `${name}/`);
    if (member.isSparse) problems.push(problem(name, 'unreadable', 'a file with all its bytes', 'one with holes'));
    else if (member.kind === 'file' && !files.has(name) && !isBomb) files.set(name, tarFile(source, member));
  }
  return { container: 'tar', base: '', files, folders, problems, close: () => source.close() };
}

const tarFile = (source: OpenByteSource, member: TarMember): BagFile => ({
  size: member.size,
  open: async () => openTarMember(source, member),
  pass: async (options) => ({ ...(await pass(openTarMember(source, member), options)), problems: [] }),
});

const tarProblem = ({ code, message, member }: TarProblem): BagProblem =>
  problem(member ?? '', KINDS[code] ?? 'tar-structure', ...splitMessage(message));
