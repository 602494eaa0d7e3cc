import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/bytes/format-error.js';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { type ByteSource, memorySource } from '../../src/bytes/source.js';
import { attributeOf, membersOf, readSerialization } from '../../src/containers/r-serialization.js';
import { formatNumber, streamNumbers, streamTexts } from '../../src/containers/r-serialization-values.js';
import { inspectR, rTensors } from '../../src/formats/r-contents.js';
import { cases } from '../thorough.js';
import { RWriter } from './r-writer.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'r');
const fixture = (name: string): Buffer => gunzipSync(readFileSync(join(folder, name)));
const read = (bytes: Uint8Array) => readSerialization(memorySource(bytes));
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'read',
    (error: unknown) => {
      if (error instanceof FormatError) return error.code;
      throw error;
    },
  );

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('R serialization', () => {
  it('tells the R that wrote it and the oldest that reads it', async () => {
    const { header } = await read(new RWriter().header().nil().done());
    expect(header).toEqual({
      magic: null,
      encoding: 'xdr',
      version: 3,
      writer: '4.2.2',
      reader: '3.5.0',
      nativeEncoding: 'UTF-8',
    });
  });

  it('reads the same value from every encoding', async () => {
    const values = await Promise.all(
      ['r-lm.rds', 'r-lm-ascii.rds'].map(async (name) => {
        const { value, input } = await read(fixture(name));
        const call = membersOf(value).find(({ name: member }) => member === 'call');
        const rank = membersOf(value).find(({ name: member }) => member === 'rank')?.value;
        return {
          call: call?.value.kind,
          rank: rank && 'values' in rank ? rank.values : null,
          encoding: input.encoding,
        };
      }),
    );
    expect(values).toEqual([
      { call: 'call', rank: [4], encoding: 'xdr' },
      { call: 'call', rank: [4], encoding: 'ascii' },
    ]);
  });

  it('follows a pairlist of 50,000 members without nesting', async () => {
    const writer = new RWriter().header();
    for (let i = 0; i < 50_000; i++) writer.int(2).integers([i]);
    const { value } = await read(writer.nil().done());
    expect(membersOf(value)).toHaveLength(50_000);
  });

  it('reads calls nested as deep as a formula of 20,000 terms', async () => {
    // Each call is the first argument of the one around it, as in ((a + b) + c) + d.
    const nested = new RWriter().header();
    for (let i = 0; i < 20_000; i++) nested.int(6).symbol('+').int(2);
    nested.symbol('x');
    for (let i = 0; i < 19_999; i++) nested.nil();
    const { value } = await read(nested.nil().done());
    expect(value.kind).toBe('call');
  });

  it('keeps strings of numbers as the numbers they are', async () => {
    const { value, input } = await read(
      new RWriter()
        .header()
        .int(238)
        .int(2)
        .symbol('deferred_string')
        .nil()
        .int(2)
        .doubles([1.5, 1e10, 0.1, 1e-5, -123456.789, 1 / 3])
        .integers([0])
        .nil()
        .done(),
    );
    expect(value.kind).toBe('character');
    expect(value.kind === 'character' && (await collect(streamTexts(input, value)))).toEqual([
      '1.5',
      '1e+10',
      '0.1',
      '1e-05',
      '-123456.789',
      '0.333333333333333',
    ]);
  });

  it('unrolls compact sequences', async () => {
    const { value, input } = await read(
      new RWriter().header().int(238).int(2).symbol('compact_intseq').nil().doubles([5, 10, -2]).nil().done(),
    );
    const [bytes] = value.kind === 'integer' ? await collect(streamNumbers(input, value)) : [];
    expect([...new Int32Array(Uint8Array.from(bytes as Uint8Array).buffer)]).toEqual([10, 8, 6, 4, 2]);
  });

  it('ends at environments that contain themselves', async () => {
    const contents = await inspectR(memorySource(fixture('r4-env.rds')), DEFAULT_LIMITS);
    expect(contents.facts.find(({ key }) => key === 'captured_environment_variables')?.value).toEqual([
      'a',
      'fun',
      'self',
    ]);
  });

  it('steps over values: a vector of 4 GB costs its header', async () => {
    const head = new RWriter().header().int(14).int(-1).int(0).int(0x20000000).done();
    let read = 0;
    const source: ByteSource = {
      size: head.length + 8 * 0x20000000,
      read: async (start, end) => {
        read += end - start;
        const bytes = new Uint8Array(end - start);
        if (start < head.length) bytes.set(head.subarray(start, Math.min(end, head.length)));
        return bytes;
      },
    };
    const contents = await inspectR(source, DEFAULT_LIMITS);
    expect(contents.tensors).toEqual([{ name: '', dtype: 'float64', shape: [0x20000000], byteLength: 2 ** 32 }]);
    expect(read).toBeLessThan(3 << 20);
  });

  it('reports bytes behind the object', async () => {
    const contents = await inspectR(
      memorySource(Buffer.concat([new RWriter().header().integers([1]).done(), Buffer.alloc(7)])),
      DEFAULT_LIMITS,
    );
    expect(contents.observations.map(({ kind, code }) => [kind, code])).toEqual([['unaccounted', 'unaccounted-bytes']]);
  });

  it.each([
    ['a type that R does not have', new RWriter().header().int(200), 'invalid-structure'],
    ['a reference to nothing', new RWriter().header().reference(3), 'invalid-structure'],
    ['a length below zero', new RWriter().header().int(13).int(-5), 'invalid-structure'],
    ['a length beyond the file', new RWriter().header().int(14).int(1_000_000), 'truncated'],
    ['a string outside of a vector', new RWriter().header().char('x'), 'invalid-structure'],
    ['a version of the future', new RWriter().header(4), 'unsupported'],
    ['the end of the file', new RWriter().header(), 'truncated'],
  ])('rejects %s', async (_what, writer, code) => {
    expect(await codeOf(read(writer.done()))).toBe(code);
  });

  it('rejects nesting beyond its limit', async () => {
    const writer = new RWriter().header();
    for (let i = 0; i < 100_001; i++) writer.int(19).int(1);
    expect(await codeOf(read(writer.nil().done()))).toBe('resource-limit');
  });

  it('does not stream a sequence of 2^50 values that a few bytes declare', async () => {
    const bytes = new RWriter()
      .header()
      .int(238)
      .int(2)
      .symbol('compact_realseq')
      .nil()
      .doubles([2 ** 50, 1, 1])
      .nil()
      .done();
    const [tensor] = await collect(rTensors(memorySource(bytes), DEFAULT_LIMITS));
    expect(() => tensor!.values!()).toThrow(FormatError);
  });

  it('gives back what was written, for all vectors', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
        fc.array(fc.double()),
        fc.array(fc.option(fc.string({ unit: 'grapheme' }))),
        async (integers, doubles, texts) => {
          const writer = new RWriter()
            .header()
            .int(19 | 0x200)
            .int(3);
          writer.integers(integers).doubles(doubles).strings(texts);
          writer
            .int(2 | 0x400)
            .symbol('names')
            .strings(['i', 'd', 's'])
            .nil();
          const { value, input } = await read(writer.done());
          expect(attributeOf(value, 'names')).toMatchObject({ texts: ['i', 'd', 's'] });
          const [i, d, s] = membersOf(value).map((member) => member.value);
          if (i?.kind !== 'integer' || d?.kind !== 'double' || s?.kind !== 'character') throw new Error('wrong kinds');
          const buffer = async (parts: AsyncIterable<Uint8Array>): Promise<ArrayBuffer> =>
            Uint8Array.from(Buffer.concat(await collect(parts))).buffer;
          expect([...new Int32Array(await buffer(streamNumbers(input, i)))]).toEqual(integers);
          expect([...new Float64Array(await buffer(streamNumbers(input, d)))]).toEqual(doubles);
          expect(await collect(streamTexts(input, s))).toEqual(texts);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(
    cases([
      'r-glm-binomial.rds',
      'r-nls-subset.rds',
      'r4-env.rds',
      'r4-s4.rds',
      'r4-bytecode.rds',
      'r-lm-ascii.rds',
      'r-rdata.RData',
    ]),
  )('answers every mutation of %s with contents or a FormatError', async (name) => {
    const original = fixture(name);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }),
        async (changes) => {
          const bytes = Buffer.from(original);
          for (const [at, value] of changes) bytes[at] = value;
          const whole = async (): Promise<void> => {
            await inspectR(memorySource(bytes), DEFAULT_LIMITS);
            for await (const { values } of rTensors(memorySource(bytes), DEFAULT_LIMITS))
              if (values) await codeOf(collect(values()));
          };
          expect(typeof (await codeOf(whole()))).toBe('string');
        },
      ),
      { numRuns: 60, seed: 11 },
    );
  });
});

describe("R's text of a number", () => {
  it.each([
    [0, '0'],
    [50, '50'],
    [1e5, '1e+05'],
    [123456, '123456'],
    [1e-4, '1e-04'],
    [0.0009765625, '0.0009765625'],
    [1 / 3, '0.333333333333333'],
    [1e15, '1e+15'],
    [-2.5e-308, '-2.5e-308'],
    [Number.NaN, 'NaN'],
    [-Infinity, '-Inf'],
  ])('writes %p as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});
