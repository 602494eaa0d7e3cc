import { type FileHandle, open } from 'node:fs/promises';
import type { FilePlace } from '../bytes/source.js';

/** A file being written, at any place in any order. */
export interface FileSink {
  /** Writes all bytes at `position`; they may be used again when it resolves. Calls may overlap. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Of the open file, which can be read as well: for threads that write by themselves. */
  readonly descriptor?: number;
  /** Resolves when what was written survives a crash. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Makes a file that is not there yet: never follows a link that somebody put in its place. */
export type OpenSink = (path: string) => Promise<FileSink>;

export const createFile: OpenSink = async (path) => sinkOf(await open(path, 'wx+', 0o644));

const sinkOf = (handle: FileHandle): FileSink => ({
  async write(bytes, position) {
    // A call may write less than asked for, on a nearly full disk for one; the next one says why.
    for (let done = 0; done < bytes.length; )
      done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  },
  descriptor: handle.fd,
  sync: () => handle.sync(),
  close: () => handle.close(),
});

/** So often the disk is given what was written meanwhile. */
const SYNC_EVERY_MS = 200;

/**
 * Files that are brought to the disk while they are written: it works from the beginning on, and the sync at the end has little to
 * wait for. What goes wrong on the way that sync tells: a system tells it only once.
 */
export const syncedMeanwhile =
  (create: OpenSink): OpenSink =>
  async (path) => {
    const sink = await create(path);
    let underWay: Promise<void> | undefined;
    let failure: { error: unknown } | undefined;
    const timer = setInterval(() => {
      underWay ??= sink
        .sync()
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => {
          underWay = undefined;
        });
    }, SYNC_EVERY_MS).unref();
    const settle = async (): Promise<void> => {
      clearInterval(timer);
      await underWay;
    };
    return {
      write: (bytes, position) => sink.write(bytes, position),
      ...(sink.descriptor !== undefined && { descriptor: sink.descriptor }),
      async sync() {
        await settle();
        if (failure) throw failure.error;
        await sink.sync();
      },
      async close() {
        await settle();
        await sink.close();
      },
    };
  };

/** The place in the file of a sink from which on a thread may write by itself; undefined where it cannot. */
export const placeIn = ({ descriptor }: FileSink, start: number): FilePlace | undefined =>
  descriptor === undefined ? undefined : { descriptor, start };
