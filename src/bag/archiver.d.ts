/** The part of archiver 8 that we use; it ships no types. The underscored members are what its own ZipArchive sets. */
declare module 'archiver' {
  import type { Readable, Transform } from 'node:stream';

  interface ArchiverEngine {
    append(source: Buffer | Readable, data: { name: string }, done: (error?: Error) => void): void;
    finalize(): void;
    on(event: string, listener: (...values: unknown[]) => void): unknown;
    pipe<T extends NodeJS.WritableStream>(destination: T): T;
    unpipe(destination?: NodeJS.WritableStream): void;
  }

  export class Archiver extends Transform {
    _format: string;
    _module: ArchiverEngine;
    _supportsDirectory: boolean;
    _modulePipe(): void;
    append(source: Buffer | Readable, data: { name: string; type?: 'file' | 'directory' }): this;
    finalize(): Promise<void>;
  }
}
