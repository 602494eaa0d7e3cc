import type { TreeEntry } from '../tree/tree.js';
import type { Refusal } from './collection.js';
import type { Examined } from './examine.js';
import { decide, type Gathering } from './gathering.js';
import { findLfsContent } from './resolve-lfs.js';

/** Takes a file in, or refuses it for what its content is. */
export async function accept(gathering: Gathering, entry: TreeEntry, examined: Examined): Promise<void> {
  const { path } = entry;
  const { secret, problem, pointer, head, content } = examined;
  if (secret) gathering.refused.push(secretRefusal(path, secret));
  else if (problem !== undefined) {
    gathering.unread.add(path);
    gathering.refused.push(problemRefusal(entry, problem));
  } else if (pointer) {
    const content = await findLfsContent(path, pointer, gathering.tree.surroundings);
    if (content) {
      const { role, why } = decide(gathering, path, pointer.size);
      gathering.files.set(path, { path, role, size: pointer.size, entry, from: content.from, why });
      gathering.openers.set(path, content.open);
    } else {
      gathering.unread.add(path);
      gathering.refused.push(pointerRefusal(path, pointer.size));
    }
  } else {
    const from = gathering.selection.fromWorkTree.has(path) ? ({ from: 'work-tree' } as const) : {};
    const { role, why } = decide(gathering, path, entry.size, head);
    gathering.files.set(path, { path, role, size: entry.size, entry, ...from, why });
    if (content !== undefined) gathering.contents.keep(path, content);
  }
}

const secretRefusal = (path: string, { what, line }: { what: string; line?: number }): Refusal => ({
  path,
  kind: 'secret',
  reason: line === undefined ? `the file is ${what}` : `line ${line} holds ${what}`,
  advice:
    'Revoke it, since whoever has the repository has it; then remove it from the file, or leave the file out with an exclude pattern.',
  ...(line !== undefined && { line }),
});

const problemRefusal = (entry: TreeEntry, problem: string): Refusal => ({
  path: entry.path,
  kind: entry.blob === undefined ? 'unreadable' : 'absent',
  reason: problem,
  advice:
    entry.blob === undefined
      ? 'Make it readable, or leave it out with an exclude pattern.'
      : 'Use a full clone (with actions/checkout: fetch-depth: 0 and no filter).',
});

const pointerRefusal = (path: string, size: number): Refusal => ({
  path,
  kind: 'lfs-pointer',
  reason: `Git LFS pointer to ${size} bytes that are not on this machine`,
  advice: 'Fetch them with "git lfs pull" (with actions/checkout: lfs: true).',
});
