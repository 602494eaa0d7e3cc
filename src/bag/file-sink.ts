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

/** The place in the file of a sink from which on a thread may write by itself; undefined where it cannot. */
export const placeIn = ({ descriptor }: FileSink, start: number): FilePlace | undefined =>
  descriptor === undefined ? undefined : { descriptor, start };
