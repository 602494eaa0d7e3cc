import { closeSync, constants, fstatSync, openSync, read, readSync } from 'node:fs';
import { promisify } from 'node:util';
import { FormatError } from './format-error.js';
import { checkRange, type OpenByteSource } from './source.js';

const readAsync = promisify(read);

/** Reads up to this length are made at once: the answer mostly lies in memory, and a way through the thread pool takes longer. */
const SHORT_READ = 1 << 18;

/** Files up to this size are read whole at the first read: one call to the system costs more than what it reads too much. */
const SMALL_FILE = 1 << 16;

/**
 * Opens a regular file for reading by ranges. The handle is kept until `close()`. Names that are not UTF-8 are bytes.
 * A file of that name that is none (a pipe, a device) is refused without waiting for it.
 */
export async function openFile(path: string | Buffer): Promise<OpenByteSource> {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(file);
    if (!stat.isFile())
      throw new FormatError(
        'unsupported',
        `expected a regular file, found ${stat.isDirectory() ? 'a directory' : 'a special file'}`,
      );
    return fileSource(file, stat.size);
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function fileSource(file: number, size: number): OpenByteSource {
  let isOpen = true;
  let whole: Buffer | undefined;
  // A closed number may already belong to another file.
  const checkOpen = (): void => {
    if (!isOpen) throw new Error('expected an open file, found it closed');
  };
  const fillNow = (start: number, target: Uint8Array): void => {
    checkOpen();
    for (let filled = 0; filled < target.length; )
      filled += some(readSync(file, target, filled, target.length - filled, start + filled), start, filled, target);
  };
  const fill = async (start: number, target: Uint8Array): Promise<void> => {
    if (target.length <= SHORT_READ) return fillNow(start, target);
    checkOpen();
    for (let filled = 0; filled < target.length; ) {
      const wanted = target.length - filled;
      filled += some((await readAsync(file, target, filled, wanted, start + filled)).bytesRead, start, filled, target);
    }
  };
  return {
    size,
    file: { descriptor: file, start: 0 },
    async read(start, end) {
      checkRange(start, end, size);
      if (whole) return whole.subarray(start, end);
      const isSmall = size <= SMALL_FILE;
      const bytes = Buffer.allocUnsafe(isSmall ? size : end - start);
      await fill(isSmall ? 0 : start, bytes);
      if (!isSmall) return bytes;
      whole = bytes;
      return whole.subarray(start, end);
    },
    async readInto(start, target) {
      checkRange(start, start + target.length, size);
      if (whole) target.set(whole.subarray(start, start + target.length));
      else await fill(start, target);
    },
    readNow(start, target) {
      if (whole || target.length > SHORT_READ) return false;
      checkRange(start, start + target.length, size);
      fillNow(start, target);
      return true;
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      whole = undefined;
      closeSync(file);
    },
  };
}

/** What a read brought, unless that is nothing. */
function some(count: number, start: number, filled: number, { length }: Uint8Array): number {
  if (count > 0) return count;
  throw new FormatError(
    'truncated',
    `expected ${length} bytes, found ${filled} (the file shrank while it was read)`,
    start,
  );
}
