import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { possibleFormats } from '../../src/formats/at-first-sight.js';
import type { Format } from '../../src/formats/format.js';
import { type Glimpse, glimpseOf } from '../../src/formats/glimpse.js';
import { FALLBACKS, FORMATS } from '../../src/formats/registry.js';
import { cards, sampleOf } from './card-samples.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures');
const LARGEST = 1 << 18;

const recognizes = async (format: Format, glimpse: Glimpse): Promise<boolean> => {
  try {
    return (await format.recognize(glimpse, DEFAULT_LIMITS)).certainty !== 'no';
  } catch {
    return false;
  }
};

/** Formats that recognize the content and would not be asked. */
async function missed(name: string, bytes: Uint8Array): Promise<string[]> {
  const glimpse = await glimpseOf(name, bytes);
  const all = [...FORMATS, ...FALLBACKS];
  const asked = new Set([...possibleFormats(glimpse, FORMATS), ...possibleFormats(glimpse, FALLBACKS)]);
  const found: string[] = [];
  for (const format of all.filter((each) => !asked.has(each)))
    if (await recognizes(format, glimpse)) found.push(`${name}: ${format.id}`);
  return found;
}

describe('what shows at first sight', () => {
  it('rules out no format that recognizes a fixture, by whatever name', async () => {
    const files = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
      .map((path) => join(fixtures, path))
      .filter((path) => statSync(path).isFile() && statSync(path).size <= LARGEST);
    const wrong: string[] = [];
    for (const path of files) wrong.push(...(await missed(path, readFileSync(path))));
    for (const card of cards) {
      const sample = sampleOf(card);
      if (sample) wrong.push(...(await missed(sample.name, Buffer.from(sample.bytes))));
    }
    expect(files.length).toBeGreaterThan(500);
    expect(wrong).toEqual([]);
  });

  it('leaves few formats to be asked of text, pickles and pictures', async () => {
    const share = async (bytes: string): Promise<number> =>
      possibleFormats(await glimpseOf('x', Buffer.from(bytes, 'latin1')), FORMATS).length / FORMATS.length;
    expect(await share('epoch,loss\n')).toBeLessThan(0.85);
    expect(await share('\x80\x04\x95')).toBeLessThan(0.7);
    expect(await share('\x89PNG')).toBeLessThan(0.7);
  });
});
