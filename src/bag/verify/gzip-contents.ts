import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FormatError } from '../../bytes/format-error.js';
import type { Limits } from '../../bytes/limits.js';
import { aheadChunks, type OpenByteSource } from '../../bytes/source.js';
import { Scratch } from '../../tree/scratch.js';
import { blockSource } from './block-source.js';
import type { BagContents } from './contents.js';
import { inflatedLimit } from './inflated-limit.js';
import { tarContents } from './tar-contents.js';

export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/**
 * Opens a gzipped tar as a bag. Its members can be had in order only, so the tar is kept on disk, readable by nobody else,
 * until it is closed. Throws FormatError as `tarContents`, and where it inflates beyond measure.
 */
export async function gzipContents(source: OpenByteSource, limits: Limits): Promise<BagContents> {
  const scratch = new Scratch();
  try {
    const tar = blockSource(await scratch.keep(gunzipped(source)));
    const contents = await tarContents(tar, limits);
    return {
      ...contents,
      async close() {
        await scratch.close();
        await source.close();
      },
    };
  } catch (error) {
    await scratch.close();
    throw error;
  }
}

async function* gunzipped(source: OpenByteSource): AsyncGenerator<Uint8Array> {
  const maximum = inflatedLimit(source.size);
  let length = 0;
  try {
    // Errors reach the consumer through the stream itself.
    for await (const chunk of pipeline(aheadChunks(source), createGunzip({ chunkSize: 1 << 18 }), () => {})) {
      length += (chunk as Uint8Array).length;
      if (length > maximum)
        throw new FormatError('resource-limit', `expected at most ${maximum} inflated bytes, found more`);
      yield chunk as Uint8Array;
    }
  } catch (error) {
    if (error instanceof FormatError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!code.startsWith('Z_')) throw error;
    const cut = code === 'Z_BUF_ERROR';
    throw new FormatError(
      cut ? 'truncated' : 'invalid-structure',
      `expected a gzip stream, found ${(error as Error).message}`,
      undefined,
      {
        cause: error,
      },
    );
  }
}
