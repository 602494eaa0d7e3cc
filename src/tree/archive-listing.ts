import { basename } from 'node:path';
import { count, listing } from './listing.js';
import type { SourceTree, TreeEntry } from './tree.js';

/** How names of repositories and bags end that are one file. */
export const ARCHIVE_ENDING = /\.(?:zip|tar)$/i;

/** What a zip or tar shows of the files in it. */
interface ArchiveListing<Member> {
  shown: Pick<SourceTree, 'label' | 'name' | 'notes' | 'entries'> & { kind: Kind };
  /** The member at a path as it is shown. */
  find(path: string): Member | undefined;
}

type Kind = 'zip' | 'tar';

/** Lists members that are no folders, those with usable names. A single folder around everything, as forges put it, is taken off. */
export async function archiveListing<Member extends { name: string }>(
  kind: Kind,
  file: string,
  members: readonly Member[],
  isUsable: (name: string) => boolean,
  entryOf: (member: Member, path: string) => TreeEntry | Promise<TreeEntry>,
): Promise<ArchiveListing<Member>> {
  const usable = members.filter(({ name }) => isUsable(name));
  const top = commonFolder(usable.map(({ name }) => name));
  const pathOf = ({ name }: Member): string => name.slice(top.length);
  // Reversed, so that of two members with one name the first one is read, as `listing` shows it.
  const byPath = new Map(usable.toReversed().map((member) => [pathOf(member), member]));
  const { entries, notes } = listing(await Promise.all(usable.map((member) => entryOf(member, pathOf(member)))));
  const strays = members.length - usable.length;
  if (top !== '') notes.push(`everything in the ${kind} lies in ${top}; paths are shown without it`);
  if (strays > 0)
    notes.push(
      `${count(strays, 'name')} of the ${kind} would lead out of it and ${strays === 1 ? 'is' : 'are'} left out`,
    );
  const name = top === '' ? basename(file).replace(ARCHIVE_ENDING, '') : top.slice(0, -1);
  return { shown: { kind, label: file, name, notes, entries }, find: (path) => byPath.get(path) };
}

/** `name/` where everything lies in one folder, else ''. */
function commonFolder(paths: readonly string[]): string {
  const first = paths[0] ?? '';
  const top = first.slice(0, first.indexOf('/') + 1);
  return top !== '' && paths.every((path) => path.startsWith(top)) ? top : '';
}
