import { FormatError } from '../bytes/format-error.js';
import { DEFAULT_LIMITS } from '../bytes/limits.js';
import type { ModelPlace } from '../reproduce/compare.js';

/** All of a text file that we wrote. */
export async function wholeText({ path, files }: ModelPlace): Promise<string> {
  const source = await files.open(path);
  try {
    if (source.size > DEFAULT_LIMITS.inflatedBytes)
      throw new FormatError(
        'resource-limit',
        `expected at most ${DEFAULT_LIMITS.inflatedBytes} bytes, found ${source.size}`,
      );
    return Buffer.from(await source.read(0, source.size)).toString('utf8');
  } finally {
    await source.close();
  }
}
