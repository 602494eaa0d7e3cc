import { open } from 'node:fs/promises';
import { FormatError } from './format-error.js';
import { checkRange, type OpenByteSource } from './source.js';

/** Opens a regular file for reading by ranges. The handle is kept until `close()`. Names that are not UTF-8 are bytes. */
export async function openFile(path: string | Buffer): Promise<OpenByteSource> {
  const handle = await open(path, 'r');
  try {
    const stat = await handle.stat();
    if (!stat.isFile())
      throw new FormatError(
        'unsupported',
        `expected a regular file, found ${stat.isDirectory() ? 'a directory' : 'a special file'}`,
      );
    return {
      size: stat.size,
      async read(start, end) {
        checkRange(start, end, stat.size);
        const bytes = Buffer.allocUnsafe(end - start);
        let filled = 0;
        while (filled < bytes.length) {
          const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
          if (bytesRead === 0)
            throw new FormatError(
              'truncated',
              `expected ${bytes.length} bytes, found ${filled} (the file shrank while it was read)`,
              start,
            );
          filled += bytesRead;
        }
        return bytes;
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
