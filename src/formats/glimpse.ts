import { type ByteSource, memorySource } from '../bytes/source.js';
import { readZipDirectory, type ZipMember } from '../containers/zip.js';

/** Bytes of the head that every recognizer may look at without a further read. HDF5 with a user block needs 2048 + 8. */
export const HEAD_BYTES = 4096;
export const TAIL_BYTES = 64;

/** What recognizers look at: little, read once, shared. */
export interface Glimpse {
  path: string;
  /** Lower-case extension with the dot; '' where there is none. */
  extension: string;
  size: number;
  head: Uint8Array;
  tail: Uint8Array;
  source: ByteSource;
  /** Members of the zip that ends here, or null. Broken zips are null too; the reader says why. */
  zip(): Promise<readonly ZipMember[] | null>;
  /** Names of files beside the entry and below its folder; empty for a single stream. */
  companions(): Promise<readonly string[]>;
}

/** Takes the glimpse of a source: two small reads; the zip directory only when asked for. */
export async function glimpse(
  path: string,
  source: ByteSource,
  companions: () => Promise<readonly string[]> = async () => [],
): Promise<Glimpse> {
  const head = await source.read(0, Math.min(source.size, HEAD_BYTES));
  const tail = await source.read(Math.max(0, source.size - TAIL_BYTES), source.size);
  let zip: Promise<readonly ZipMember[] | null> | undefined;
  let listed: Promise<readonly string[]> | undefined;
  return {
    path,
    extension: extensionOf(path),
    size: source.size,
    head,
    tail,
    source,
    zip: () =>
      (zip ??= readZipDirectory(source).then(
        // A zip with bytes on both sides is a member of something else, such as a tar.
        ({ members, prefix, trailing }) => (prefix > 0 && trailing > 0 ? null : members),
        () => null,
      )),
    companions: () => (listed ??= companions()),
  };
}

/** Glimpse of bytes in memory. */
export const glimpseOf = (path: string, bytes: Uint8Array): Promise<Glimpse> => glimpse(path, memorySource(bytes));

/** Lower-case extension of the last path segment, with the dot. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot).toLowerCase() : '';
}

/** True where `bytes` has `signature` (latin-1 text or numbers) at `at`. */
export function has(bytes: Uint8Array, signature: string | readonly number[], at = 0): boolean {
  if (bytes.length < at + signature.length) return false;
  for (let i = 0; i < signature.length; i++) {
    const expected = typeof signature === 'string' ? signature.charCodeAt(i) : signature[i];
    if (bytes[at + i] !== expected) return false;
  }
  return true;
}
