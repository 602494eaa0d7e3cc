import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equalPieces } from '../../src/bytes/equal-pieces.js';
import { openFile } from '../../src/bytes/file-source.js';
import { type ByteSource, CHUNK_BYTES, memorySource, type OpenByteSource, subSource } from '../../src/bytes/source.js';

const PIECES = 37;
const LENGTH = PIECES * CHUNK_BYTES - 5;
/** The first byte, the last one, and two that lie beside a border of pieces. */
const FLIPPED = [0, 7 * CHUNK_BYTES - 1, 9 * CHUNK_BYTES, LENGTH - 1];

const told = async (a: ByteSource, b: ByteSource): Promise<boolean[]> => {
  const answers: boolean[] = [];
  for await (const same of equalPieces(a, b)) answers.push(same);
  return answers;
};
const expected = Array.from({ length: PIECES }, (_, i) => ![0, 6, 9, PIECES - 1].includes(i));

describe('equal pieces', () => {
  let folder: string;
  const opened: OpenByteSource[] = [];
  const one = Buffer.alloc(LENGTH, 'modelbag');
  const other = Buffer.from(one);
  for (const at of FLIPPED) other[at]! ^= 1;
  const place = async (name: string, bytes: Buffer): Promise<ByteSource> => {
    await writeFile(join(folder, name), bytes);
    const source = await openFile(join(folder, name));
    opened.push(source);
    return source;
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'modelbag-pieces-'));
  });
  afterAll(async () => {
    for (const source of opened) await source.close();
    await rm(folder, { recursive: true });
  });

  it('are told in memory', async () => {
    expect(await told(memorySource(one), memorySource(other))).toEqual(expected);
  });

  it('are told by threads, of ranges of files as well', async () => {
    const [a, b] = [await place('a', one), await place('b', Buffer.concat([Buffer.from('off'), other]))];
    expect(await told(a, subSource(b, 3, b.size))).toEqual(expected);
    expect(await told(a, a)).toEqual(expected.map(() => true));
  });

  it('are told of a file and memory', async () => {
    expect(await told(await place('c', one), memorySource(other))).toEqual(expected);
  });

  it('are none where there are no bytes', async () => {
    expect(await told(memorySource(Buffer.alloc(0)), memorySource(Buffer.alloc(0)))).toEqual([]);
  });

  it('wait for the threads when nobody asks for more', async () => {
    const [a, b] = [await place('d', one), await place('e', other)];
    for await (const same of equalPieces(a, b)) {
      expect(same).toBe(false);
      break;
    }
    // Closing now takes no file away from a thread: the next comparison is right.
    expect(await told(a, b)).toEqual(expected);
  });

  it('say that a file shrank', async () => {
    const a = await place('f', one);
    const b = await place('g', one);
    await writeFile(join(folder, 'g'), one.subarray(0, CHUNK_BYTES));
    await expect(told(a, b)).rejects.toThrow('the file shrank while it was read');
  });
});
