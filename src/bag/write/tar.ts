import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileSink } from '../file-sink.js';
import { checkedChunks } from '../read-checked.js';
import { chunksOf } from '../text.js';
import type { BagForm, Writing } from './form.js';

const BLOCK = 512;
/** A header, a pax record of at most two blocks, and padding. */
const BYTES_BESIDE = 5 * BLOCK;

/** An uncompressed tar (POSIX ustar, pax for long names and sizes), written by archiver in the order of the zip. */
export const tarForm: BagForm = {
  id: 'tar',
  size: (plan) => plan.zip.entries.reduce((sum, entry) => sum + entry.size + BYTES_BESIDE, 2 * BLOCK),
  async write(writing, path) {
    const sink = await writing.createFile(path);
    try {
      await writeTar(writing, sink);
      return { sync: () => sink.sync().finally(() => sink.close()) };
    } catch (error) {
      await sink.close();
      throw error;
    }
  },
};

type Archive = InstanceType<typeof import('archiver')['TarArchive']>;

async function writeTar(writing: Writing, sink: FileSink): Promise<void> {
  const { TarArchive } = await import('archiver');
  const archive = new TarArchive();
  const stored = pipeline(archive, streamInto(sink));
  const fed = feed(archive, writing).catch((error: Error) => {
    archive.destroy(error);
    throw error;
  });
  // Both are awaited, so that neither a read error nor a write error is lost; the read error says more.
  const [feeding, storing] = await Promise.allSettled([fed, stored]);
  if (feeding.status === 'rejected') throw feeding.reason;
  if (storing.status === 'rejected') throw storing.reason;
}

/** Hands every entry to archiver, one after the other. */
async function feed(archive: Archive, { plan, open, progress }: Writing): Promise<void> {
  const date = new Date(plan.time * 1000);
  const members = new Map(plan.members.map((member) => [`${plan.folder}${member.path}`, member]));
  for (const { name, size } of plan.zip.entries) {
    const member = members.get(name);
    const entry = { name, date, mode: member ? 0o644 : 0o755, stats: { size } };
    const done = entryDone(archive);
    if (!member) archive.append(Buffer.alloc(0), { ...entry, type: 'directory' });
    else if (member.content.from === 'text') archive.append(Readable.from(chunksOf(member.content.text)), entry);
    else {
      const source = await open(member.content.path);
      try {
        const chunks = checkedChunks(source, member, (bytes) => progress.advance(bytes, name));
        const stream = Readable.from(chunks, { objectMode: true, highWaterMark: 2 });
        stream.once('error', (error) => archive.destroy(error));
        archive.append(stream, entry);
        await done;
      } finally {
        await source.close();
      }
    }
    await done;
  }
  await archive.finalize();
}

/** Resolves when archiver is done with the entry that it has, rejects where it never will be. */
function entryDone(archive: Archive): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      archive.off('entry', onEntry).off('error', settle).off('close', onClose);
      if (error) reject(error);
      else resolve();
    };
    const onEntry = (): void => settle();
    const onClose = (): void => settle(new Error('expected the archive to stay open, found it closed'));
    archive.on('entry', onEntry).on('error', settle).on('close', onClose);
  });
}

/** A stream into a file from its beginning. */
function streamInto(sink: FileSink): Writable {
  let position = 0;
  return new Writable({
    highWaterMark: 4 << 20,
    write(chunk: Buffer, _encoding, done) {
      const at = position;
      position += chunk.length;
      sink.write(chunk, at).then(() => done(), done);
    },
  });
}
