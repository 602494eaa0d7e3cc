import { lanes } from '../../bytes/parallel.js';
import { SHORT_BYTES } from '../../bytes/pass.js';
import { threadCount } from '../../bytes/threads.js';
import { type FileSink, placeIn } from '../file-sink.js';
import { passMember } from '../read-checked.js';
import { BlockWriter } from '../zip/block-writer.js';
import type { ZipEntryLayout } from '../zip/layout.js';
import { centralHeaderLength, dosTime, endRecords, writeCentralHeader, writeLocalHeader } from '../zip/records.js';
import type { BagForm, Writing } from './form.js';

/**
 * A stored zip. Every offset is known beforehand, so that small members are gathered into large writes while large ones are
 * written beside them, several at a time, each with its local header last, when its CRC is known.
 */
export const zipForm: BagForm = {
  id: 'zip',
  size: (plan) => plan.zip.size,
  async write(writing, path) {
    const sink = await writing.createFile(path);
    try {
      await writeZip(writing, sink);
      return { sync: () => sink.sync().finally(() => sink.close()) };
    } catch (error) {
      await sink.close();
      throw error;
    }
  },
};

async function writeZip(writing: Writing, sink: FileSink): Promise<void> {
  const { plan } = writing;
  const { entries, directoryOffset, directorySize } = plan.zip;
  const time = dosTime(plan.time);
  const members = new Map(plan.members.map((member) => [`${plan.folder}${member.path}`, member]));
  const crcs: number[] = [];
  const block = new BlockWriter(sink);
  const large = lanes(threadCount());
  const writeShort = async (entry: ZipEntryLayout): Promise<number> => {
    const member = members.get(entry.name);
    const headerLength = entry.dataOffset - entry.headerOffset;
    const bytes = await block.room(entry.headerOffset, headerLength + entry.size);
    const room = bytes.subarray(headerLength);
    const crc = member ? await passMember(member, writing.open, { crc: true, room }) : 0;
    writeLocalHeader(bytes, entry, crc, time);
    writing.progress.advance(entry.size, entry.name);
    return crc;
  };
  const writeLong = async (entry: ZipEntryLayout): Promise<number> => {
    const member = members.get(entry.name);
    if (!member) throw new Error(`expected a member ${JSON.stringify(entry.name)}, found none`);
    const crc = await passMember(member, writing.open, {
      crc: true,
      write: (bytes, at) => sink.write(bytes, entry.dataOffset + at),
      into: placeIn(sink, entry.dataOffset),
      advance: (bytes) => writing.progress.advance(bytes, entry.name),
    });
    const header = Buffer.alloc(entry.dataOffset - entry.headerOffset);
    writeLocalHeader(header, entry, crc, time);
    await sink.write(header, entry.headerOffset);
    return crc;
  };
  try {
    for (const [i, entry] of entries.entries()) {
      if (entry.size <= SHORT_BYTES) crcs[i] = await writeShort(entry);
      else
        await large.start(async () => {
          crcs[i] = await writeLong(entry);
        });
    }
    await large.end();
    let at = directoryOffset;
    for (const [i, entry] of entries.entries()) {
      const length = centralHeaderLength(entry);
      writeCentralHeader((await block.room(at, length)).fill(0), entry, crcs[i] ?? 0, time);
      at += length;
    }
    const end = endRecords(entries.length, directoryOffset, directorySize);
    end.copy(await block.room(at, end.length));
    await block.end();
  } catch (error) {
    await Promise.all([large.settle(), block.settle()]);
    throw error;
  }
}
