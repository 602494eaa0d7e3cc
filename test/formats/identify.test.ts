import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { glimpseOf } from '../../src/formats/glimpse.js';
import { identify } from '../../src/formats/identify.js';
import { FALLBACKS, FORMATS } from '../../src/formats/registry.js';

const identifyBytes = async (path: string, bytes: Uint8Array | string) =>
  identify(await glimpseOf(path, Buffer.from(bytes)), DEFAULT_LIMITS);
const gguf = Buffer.concat([Buffer.from('GGUF'), Buffer.from([3, 0, 0, 0]), Buffer.alloc(16)]);

describe('identification', () => {
  it('goes by content, whatever the name says', async () => {
    for (const path of ['m.gguf', 'm.safetensors', 'm', 'm.txt'])
      expect((await identifyBytes(path, gguf)).format.id).toBe('gguf');
  });

  it('looks through compression and tells it, outermost first', async () => {
    const found = await identifyBytes('m.gguf.gz', gzipSync(gzipSync(gguf)));
    expect([found.format.id, found.wrappers, found.basis]).toEqual([
      'gguf',
      ['gzip', 'gzip'],
      '"GGUF" at 0, inside gzip, inside gzip',
    ]);
    expect(found.source.size).toBe(gguf.length);
  });

  it('names a stream that holds no model after the stream itself', async () => {
    const found = await identifyBytes('notes.gz', gzipSync('only words'));
    expect([found.format.id, found.wrappers]).toEqual(['gzip', []]);
  });

  it('stops at streams inside streams beyond the limit', async () => {
    let bytes: Buffer = gguf;
    for (let i = 0; i < 9; i++) bytes = gzipSync(bytes);
    expect((await identifyBytes('m', bytes)).failure?.code).toBe('resource-limit');
  });

  it('measures nested ratios against what was given', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(150_000_000)));
    expect((await identifyBytes('m', bomb)).failure?.code).toBe('resource-limit');
  });

  it('tells a second format that the bytes prove as well', async () => {
    // "GGUF" at 0 and the magic number of a TensorFlow table at the end.
    const both = Buffer.concat([gguf, Buffer.from([0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb])]);
    const found = await identifyBytes('m', both);
    expect([found.format.id, found.alsoRecognizedAs]).toEqual(['gguf', ['tensorflow-checkpoint-v2']]);
  });

  it('does not call two refinements of one format a polyglot', async () => {
    const found = await identifyBytes('m.json', '{"learner":{"gradient_booster":{"weight":[1,2]}},"version":[1]}');
    expect([found.format.id, found.alsoRecognizedAs]).toEqual(['xgboost-json', []]);
  });

  it.each([
    ['an empty file', '', 'empty'],
    ['a page', '\n<!doctype html><p>not found', 'html'],
    ['a page after a comment', '<!-- x --><html>', 'html'],
    [
      'an LFS pointer',
      `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12\n`,
      'git-lfs-pointer',
    ],
    ['JSON', '{"a": 1}', 'json'],
    ['a list in JSON', '[1, 2]', 'json'],
    ['a section in brackets, which is no JSON', '[section]\na = 1\n', 'text'],
    ['prose', 'Models are weights.\n', 'text'],
    ['other bytes', Buffer.from([1, 2, 3, 0, 255]), 'unknown'],
  ])('names %s', async (_what, bytes, id) => {
    expect((await identifyBytes('m.bin', bytes)).format.id).toBe(id);
  });

  it('has an answer for every beginning of a byte', async () => {
    for (let byte = 0; byte < 256; byte++)
      expect((await identifyBytes('m', Buffer.alloc(300, byte))).format.id).not.toBe('');
  });
});

describe('registry', () => {
  it('has each id once, in kebab case, with a name and a steward', () => {
    const all = [...FORMATS, ...FALLBACKS];
    const ids = all.map(({ id }) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    for (const { id, name, facts, extensions } of all) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(name).not.toBe('');
      expect(facts.steward).not.toBe('');
      for (const extension of extensions) expect(extension).toMatch(/^\.[a-z0-9_.]+$/);
    }
  });

  it('refines only formats that it has', () => {
    const ids = new Set([...FORMATS, ...FALLBACKS].map(({ id }) => id));
    for (const { specializes } of FORMATS) if (specializes !== undefined) expect(ids).toContain(specializes);
  });

  it('names open exports that it can read', () => {
    const ids = new Set(FORMATS.map(({ id }) => id));
    for (const { facts } of FORMATS) if (facts.openExport !== undefined) expect(ids).toContain(facts.openExport);
  });
});
