import type { FileHandle } from 'node:fs/promises';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sha256Of } from '../bytes/digest.js';
import { openFile } from '../bytes/file-source.js';
import { DEFAULT_LIMITS, type Limits } from '../bytes/limits.js';
import type { OpenByteSource } from '../bytes/source.js';
import { type Progress, SILENT } from '../progress.js';
import { fileSink } from './file-sink.js';
import { asUsageError, checkSpace, otherFile, sizeOf, syncFolder } from './final-place.js';
import type { BagMember } from './member.js';
import type { BagPlan } from './plan.js';
import { checkedChunks, readChecked } from './read-checked.js';
import { type VerifyReport, verifyBag } from './verify.js';
import { type CrcPatch, StoredZipEngine } from './zip/engine.js';
import { dosTime } from './zip/records.js';

export interface WriteOptions {
  progress?: Progress;
  limits?: Limits;
  /** Replace another file that lies under the final name. */
  force?: boolean;
}

export interface WrittenBag {
  path: string;
  size: number;
  sha256: string;
}

/** Members up to this size are read whole, so that their headers are complete when written; larger ones stream. */
const WHOLE_BYTES = 1 << 20;
/** Bytes handed to archiver and not yet written, before reading goes on. */
const IN_FLIGHT_BYTES = 8 << 20;

/**
 * Writes the planned zip beside `path`, verifies it by reading it back, and only then gives it its name; a failure leaves
 * nothing under either name. `openTree` opens the collected files. Every byte is digested while it is written: content that
 * is not what was planned is a UsageError. The same bag already there is success; another file is a UsageError without `force`.
 */
export async function writeBag(
  plan: BagPlan,
  openTree: (path: string) => Promise<OpenByteSource>,
  path: string,
  options: WriteOptions = {},
): Promise<WrittenBag> {
  const { progress = SILENT, limits = DEFAULT_LIMITS } = options;
  const partial = `${path}.partial`;
  try {
    const present = await sizeOf(path);
    if (present !== null && present !== plan.zip.size && !options.force) throw otherFile(path);
    await checkSpace(path, plan.zip.size);
    progress.stage('pack', plan.zip.size, 'bytes');
    await writeZip(plan, openTree, partial, progress);
    progress.done();
    const digest = await readBack(partial, plan, limits, progress);
    if (present !== null && !options.force) {
      if ((await digestOf(path)) !== digest) throw otherFile(path);
      await rm(partial);
    } else {
      await rename(partial, path);
      await syncFolder(dirname(path));
    }
    return { path, size: plan.zip.size, sha256: digest };
  } catch (error) {
    await rm(partial, { force: true });
    throw asUsageError(error, path, plan.zip.size);
  }
}

async function writeZip(
  plan: BagPlan,
  openTree: (path: string) => Promise<OpenByteSource>,
  path: string,
  progress: Progress,
): Promise<void> {
  const engine = new StoredZipEngine(plan.zip, dosTime(plan.time));
  const archive = await archiveWith(engine);
  // What a killed run left; never a link that somebody put there.
  await rm(path, { force: true });
  const handle = await open(path, 'wx', 0o644);
  try {
    const written = pipeline(archive, fileSink(handle));
    const fed = feed(plan, openTree, archive, progress).catch((error: Error) => {
      archive.destroy(error);
      throw error;
    });
    // Both are awaited, so that neither a read error nor a write error is lost; the read error says more.
    const [feeding, writing] = await Promise.allSettled([fed, written]);
    if (feeding.status === 'rejected') throw feeding.reason;
    if (writing.status === 'rejected') throw writing.reason;
    await patch(handle, engine.patches);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

type Archive = InstanceType<typeof import('archiver')['Archiver']>;

/** archiver with our engine in the place of its own. */
async function archiveWith(engine: StoredZipEngine): Promise<Archive> {
  const { Archiver } = await import('archiver');
  const archive = new Archiver({ highWaterMark: 4 << 20 });
  archive._format = 'zip';
  archive._supportsDirectory = true;
  archive._module = engine;
  archive._modulePipe();
  return archive;
}

/** Hands every entry to archiver, in order; few bytes are under way at once. */
async function feed(
  plan: BagPlan,
  openTree: (path: string) => Promise<OpenByteSource>,
  archive: Archive,
  progress: Progress,
): Promise<void> {
  const flight = flightOf(archive);
  const members = new Map(plan.members.map((member) => [`${plan.folder}${member.path}`, member]));
  for (const entry of plan.zip.entries) {
    const member = members.get(entry.name);
    if (member === undefined) {
      flight.started(0);
      archive.append(Buffer.alloc(0), { name: entry.name });
    } else if (member.content.from === 'text' || member.size <= WHOLE_BYTES) {
      const bytes = await readMember(member, openTree);
      flight.started(bytes.length);
      archive.append(bytes, { name: entry.name });
      await flight.below(IN_FLIGHT_BYTES);
    } else {
      await flight.below(0);
      const source = await openTree(member.content.path);
      try {
        flight.started(member.size);
        const stream = Readable.from(
          checkedChunks(source, member, (bytes) => progress.advance(bytes, member.path)),
          {
            objectMode: true,
            highWaterMark: 2,
          },
        );
        stream.once('error', (error) => archive.destroy(error));
        archive.append(stream, { name: entry.name });
        await flight.below(0);
      } finally {
        await source.close();
      }
      continue;
    }
    progress.advance(entry.size, entry.name);
  }
  await flight.below(0);
  await archive.finalize();
}

async function readMember(member: BagMember, openTree: (path: string) => Promise<OpenByteSource>): Promise<Buffer> {
  if (member.content.from === 'text') return Buffer.from(member.content.text);
  const source = await openTree(member.content.path);
  try {
    return await readChecked(source, member);
  } finally {
    await source.close();
  }
}

interface Flight {
  started(bytes: number): void;
  /** Waits until at most `bytes` bytes are under way; with 0, until every entry is done. */
  below(bytes: number): Promise<void>;
}

/** Counts what archiver took and has not yet done. */
function flightOf(archive: Archive): Flight {
  const sizes: number[] = [];
  let underWay = 0;
  let failure: Error | undefined;
  let wake: () => void = () => {};
  archive.on('entry', () => {
    underWay -= sizes.shift() ?? 0;
    wake();
  });
  const fail = (error?: Error): void => {
    failure ??= error ?? new Error('expected the archive to stay open, found it closed');
    wake();
  };
  archive.on('error', fail);
  archive.on('close', () => fail());
  return {
    started(bytes) {
      sizes.push(bytes);
      underWay += bytes;
    },
    async below(bytes) {
      while (!failure && sizes.length > 0 && (underWay > bytes || bytes === 0)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (failure) throw failure;
    },
  };
}

async function patch(handle: FileHandle, patches: readonly CrcPatch[]): Promise<void> {
  for (const { offset, crc32 } of patches) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(crc32);
    await handle.write(bytes, 0, 4, offset);
  }
}

/** Digest of the written zip, after everything in it proved to be what its manifests say. */
async function readBack(path: string, plan: BagPlan, limits: Limits, progress: Progress): Promise<string> {
  const report = await verifyBag(path, { limits, progress });
  const isComplete = report.verdict === 'valid' && report.crate.valid !== false;
  if (isComplete || lacksOnly(report, plan.apart)) return digestOf(path);
  const [first] = [...report.problems, ...report.crate.problems];
  throw new Error(
    `the written bag did not verify: ${first?.file ?? ''} ${first?.kind ?? ''}: expected ${first?.expected ?? ''}, found ${first?.found ?? ''}`,
  );
}

/** Nothing is wrong but that the files beside the bag are not in it. */
function lacksOnly({ problems, crate }: VerifyReport, apart: BagPlan['apart']): boolean {
  const away = new Set(apart.map(({ path }) => path));
  return (
    problems.every(({ kind, file }) => kind === 'not-fetched' && away.has(file)) &&
    problems.length === away.size &&
    crate.valid !== false
  );
}

async function digestOf(path: string): Promise<string> {
  const source = await openFile(path);
  try {
    return await sha256Of(source);
  } finally {
    await source.close();
  }
}
