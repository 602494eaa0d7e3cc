import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { memorySource } from '../../src/bytes/source.js';
import { glimpse } from '../../src/formats/glimpse.js';
import { identify } from '../../src/formats/identify.js';
import { identifyOnlyFormats } from '../../src/formats/identify-only.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { FALLBACKS, FORMATS } from '../../src/formats/registry.js';
import type { Signature } from '../../src/formats/signatures.js';
import { type CardSample, cards, sampleOf } from './card-samples.js';
import { memoryAccess } from './memory-access.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const all = [...FORMATS, ...FALLBACKS];
const json = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));

const identifyBytes = async (name: string, bytes: Uint8Array, beside: string[] = []) =>
  identify(await glimpse(name, memorySource(bytes), async () => beside), DEFAULT_LIMITS);

describe('the registry of formats', () => {
  it('has a complete card of every format, under an id of its own', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { id, name, signature, extensions, facts } of all) {
      expect(id).toMatch(/^[a-z0-9][a-z0-9-]*$/);
      expect([id, name !== '' && signature !== '' && facts.steward !== '']).toEqual([id, true]);
      for (const extension of extensions) expect(extension).toMatch(/^\.[a-z0-9_]+$/);
      if (facts.disclosure !== 'closed' && facts.holds !== 'nothing' && id !== 'text')
        expect([id, facts.specification]).toEqual([id, expect.stringMatching(/^https:\/\//)]);
    }
  });

  it('names open copies and more general formats that it has', () => {
    const ids = new Set(all.map(({ id }) => id));
    for (const { id, specializes, facts } of all)
      for (const other of [specializes, facts.openExport])
        if (other !== undefined) expect([id, ids.has(other)]).toEqual([id, true]);
  });

  it('is published: a format is in docs/formats.json and docs/formats.md as soon as it is registered', () => {
    const published = json('docs/formats.json');
    expect(published.formats.map(({ id }: { id: string }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
    const page = readFileSync(join(root, 'docs/formats.md'), 'utf8');
    for (const { id } of all) expect([id, page.includes(`<a id="${id}"></a>`)]).toEqual([id, true]);
    const ajv = new Ajv2020({ strict: true });
    addFormats.default(ajv);
    const validate = ajv.compile(json('schemas/formats.schema.json'));
    expect([validate(published), validate.errors]).toEqual([true, null]);
  });
});

describe('formats that are only identified', () => {
  it.each(cards.map((card) => [card.id, card] as const))('recognizes %s by content', async (id, card) => {
    const sample = sampleOf(card);
    if (!sample) throw new Error(`card-samples.ts needs a sample of ${id}`);
    const bytes = Buffer.from(sample.bytes as string);
    const found = await identifyBytes(sample.name, bytes, sample.beside);
    expect([found.format.id, found.alsoRecognizedAs]).toEqual([id, []]);
    const [first] = card.signatures as Signature[];
    const needsName = first?.extensionOnly || first?.name;
    if (!needsName) expect((await identifyBytes('model.xyz', bytes, sample.beside)).format.id).toBe(id);
  });

  it('never lets one of them pass', async () => {
    for (const card of cards) {
      const sample = sampleOf(card) as CardSample;
      const { status } = await inspectModel(sample.name, memoryAccess({ [sample.name]: sample.bytes }));
      expect([card.id, status]).toEqual([card.id, 'inconclusive']);
    }
  });

  it('answers at once for bytes that are made to keep patterns busy', async () => {
    const busy = [
      '\n',
      ' ',
      '#',
      '# \n',
      '(',
      'a ',
      '1 ',
      '0.5 ',
      'name: "\n',
      'node {\n',
      '{"a":',
      ' \n\t',
      'A= 1\n',
      '\\',
    ];
    for (const text of busy) {
      const source = memorySource(Buffer.from(text.repeat(4096 / text.length)));
      const shown = await glimpse('model', source);
      for (const format of identifyOnlyFormats)
        await Promise.resolve(format.recognize(shown, DEFAULT_LIMITS)).catch(() => {});
    }
  });
});
