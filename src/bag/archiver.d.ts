/** The part of archiver 8 that we use; it ships no types. */
declare module 'archiver' {
  import type { Readable, Transform } from 'node:stream';

  interface EntryData {
    name: string;
    type?: 'file' | 'directory';
    date: Date;
    mode: number;
    /** Without it archiver collects a stream in memory to know its size. */
    stats: { size: number };
  }

  export class TarArchive extends Transform {
    append(source: Buffer | Readable, data: EntryData): this;
    finalize(): Promise<void>;
  }
}
