import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lanes } from '../../bytes/parallel.js';
import { threadCount } from '../../bytes/threads.js';
import { makeFolder } from '../../tree/make-folder.js';
import { placeIn } from '../file-sink.js';
import type { BagMember } from '../member.js';
import { passMember } from '../read-checked.js';
import type { BagForm, Writing } from './form.js';

/** A bag as a folder of files, as receivers want it that do not unpack. */
export const folderForm: BagForm = {
  id: 'folder',
  size: (plan) => plan.members.reduce((sum, member) => sum + member.size, 0),
  async write(writing, path) {
    const made = new Set<string>();
    const files = lanes(2 * threadCount());
    await mkdir(path);
    try {
      for (const member of writing.plan.members) {
        const target = join(path, member.path);
        if (!made.has(dirname(target))) await makeFolder(dirname(target));
        made.add(dirname(target));
        await files.start(() => writeFile(writing, member, target));
      }
      await files.end();
      return { async sync() {} };
    } catch (error) {
      await files.settle();
      throw error;
    }
  },
};

async function writeFile({ open, progress, createFile }: Writing, member: BagMember, path: string): Promise<void> {
  const sink = await createFile(path);
  try {
    await passMember(member, open, {
      write: (bytes, at) => sink.write(bytes, at),
      into: placeIn(sink, 0),
      advance: (bytes) => progress.advance(bytes, member.path),
    });
  } finally {
    await sink.close();
  }
}
