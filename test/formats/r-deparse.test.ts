import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { memorySource } from '../../src/bytes/source.js';
import { membersOf, type RObject, readSerialization } from '../../src/containers/r-serialization.js';
import { deparse } from '../../src/formats/r-deparse.js';
import { RWriter } from '../containers/r-writer.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'r');
const written = JSON.parse(readFileSync(join(folder, 'deparse.json'), 'utf8')) as string[];
const read = async (bytes: Uint8Array): Promise<RObject> => (await readSerialization(memorySource(bytes))).value;

describe('deparse', () => {
  it.each(written.map((text, i) => [text, i] as const))('writes %s as R does', async (text, i) => {
    const expressions = membersOf(await read(gunzipSync(readFileSync(join(folder, 'deparse.rds')))));
    expect(deparse(expressions[i]!.value)).toBe(text);
  });

  it('writes 5,000 terms in a row', async () => {
    const writer = new RWriter().header();
    for (let i = 0; i < 5_000; i++) writer.int(6).symbol('+').int(2);
    writer.symbol('x').int(2).symbol('y').nil();
    for (let i = 1; i < 5_000; i++) writer.int(2).symbol('y').nil();
    const text = deparse(await read(writer.done()));
    expect(text.startsWith('x + y + y')).toBe(true);
    expect(text.length).toBeGreaterThan(20_000);
  });

  it('ends where calls are nested beyond its limit', async () => {
    const writer = new RWriter().header();
    for (let i = 0; i < 50_000; i++) writer.int(6).symbol('f').int(2);
    writer.symbol('x');
    for (let i = 0; i < 50_000; i++) writer.nil();
    expect(deparse(await read(writer.done()))).toContain('…');
  });

  it('tells of data in a call only how many they are', async () => {
    const writer = new RWriter().header().int(6).symbol('fit').int(2);
    const text = deparse(
      await read(
        writer
          .doubles(Array.from({ length: 40 }, (_, i) => 1000 + i))
          .nil()
          .done(),
      ),
    );
    expect(text).toBe('fit(<double[40]>)');
  });
});
