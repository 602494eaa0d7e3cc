import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FormatError } from '../../bytes/format-error.js';
import type { Limits } from '../../bytes/limits.js';
import { aheadChunks, type OpenByteSource } from '../../bytes/source.js';
import { type CompressionKind, decompress } from '../../containers/compression.js';
import { Scratch } from '../../tree/scratch.js';
import { blockSource } from './block-source.js';
import type { BagContents } from './contents.js';
import { inflatedLimit } from './inflated-limit.js';
import { tarContents } from './tar-contents.js';

/**
 * Opens a compressed tar as a bag. Its members can be had in order only. Of gzip, which has any length, the tar is kept on disk,
 * readable by nobody else, until it is closed; what others compress is kept in memory, up to the limits. Throws FormatError as
 * `tarContents`, and where it inflates beyond measure.
 */
export async function compressedContents(
  kind: CompressionKind,
  source: OpenByteSource,
  limits: Limits,
): Promise<BagContents> {
  const scratch = new Scratch();
  try {
    const contents = await tarContents(await tarIn(kind, source, limits, scratch), limits);
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

async function tarIn(
  kind: CompressionKind,
  source: OpenByteSource,
  limits: Limits,
  scratch: Scratch,
): Promise<OpenByteSource> {
  if (kind === 'gzip') return blockSource(await scratch.keep(gunzipped(source)));
  return { ...(await decompress(kind, source, limits)), close: async () => {} };
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
