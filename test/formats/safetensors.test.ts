import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inspectModel } from '../../src/formats/inspect.js';
import { openContents } from '../../src/formats/open-contents.js';
import { countingSource, memoryAccess, sparseSource } from './memory-access.js';

/** A safetensors file around a header given as text. */
const file = (header: string, data: Uint8Array = new Uint8Array(0)): Buffer => {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
};

const inspect = (bytes: Uint8Array) =>
  inspectModel('m.safetensors', memoryAccess({ 'm.safetensors': bytes }), { digests: true });
const codes = async (bytes: Uint8Array) => (await inspect(bytes)).observations.map(({ code }) => code);
const entry = (dtype: string, shape: number[], offsets: number[], rest: object = {}) => ({
  dtype,
  shape,
  data_offsets: offsets,
  ...rest,
});

const DTYPES = {
  U8: ['uint8', 1],
  I16: ['int16', 2],
  BF16: ['bfloat16', 2],
  F32: ['float32', 4],
  F64: ['float64', 8],
  C64: ['complex64', 8],
} as const;
const tensors = fc.uniqueArray(
  fc.record({
    name: fc.string({ unit: 'grapheme', maxLength: 12 }).filter((name) => name !== '__metadata__'),
    dtype: fc.constantFrom(...(Object.keys(DTYPES) as (keyof typeof DTYPES)[])),
    shape: fc.array(fc.nat(4), { maxLength: 3 }),
    seed: fc.nat(255),
  }),
  { selector: ({ name }) => name, maxLength: 8 },
);

describe('safetensors', () => {
  it('reads every tensor that was written, with its values', async () => {
    await fc.assert(
      fc.asyncProperty(tensors, fc.dictionary(fc.string(), fc.string()), async (written, metadata) => {
        const header: Record<string, unknown> = Object.create(null);
        header['__metadata__'] = metadata;
        const parts: Buffer[] = [];
        let at = 0;
        for (const { name, dtype, shape, seed } of written) {
          const bytes = Buffer.alloc(
            shape.reduce((product, size) => product * size, DTYPES[dtype][1]),
            seed,
          );
          header[name] = entry(dtype, shape, [at, at + bytes.length]);
          parts.push(bytes);
          at += bytes.length;
        }
        const found = await inspect(file(JSON.stringify(header), Buffer.concat(parts)));
        expect(found.observations).toEqual([]);
        expect(found.status).toBe('complete');
        const listed = new Map(
          found.contents.tensors.map((tensor, i) => [tensor.name, [tensor.dtype, tensor.shape, found.digests?.[i]]]),
        );
        expect(listed.size).toBe(written.length);
        for (const [i, { name, dtype, shape }] of written.entries()) {
          expect(listed.get(name)).toEqual([
            DTYPES[dtype][0],
            shape,
            createHash('sha256').update(parts[i]!).digest('hex'),
          ]);
        }
        for (const [key, value] of Object.entries(metadata))
          expect(found.contents.facts.find((fact) => fact.key === key)?.value).toBe(value);
      }),
    );
  });

  it('takes no length of a header for the signature of another format', async () => {
    // 0x112 begins parameters of MXNet, 0x225b is `["`, 0x10ad5 begins models of Qualcomm.
    for (const length of [0x112, 0x225b, 0x305b, 0x10ad5]) {
      const header = JSON.stringify({ t: entry('U8', [1], [0, 1]) }).padEnd(length);
      const found = await inspect(file(header, Buffer.alloc(1)));
      expect(found).toMatchObject({ status: 'complete', format: { id: 'safetensors', alsoRecognizedAs: [] } });
    }
  });

  it('reads sub-byte types packed', async () => {
    const found = await inspect(file(JSON.stringify({ a: entry('F4', [3, 2], [0, 3]) }), Buffer.alloc(3)));
    expect(found.contents.tensors[0]).toMatchObject({ dtype: 'float4_e2m1fn', byteLength: 3 });
    expect(found.status).toBe('complete');
  });

  it.each([
    ['a hole', { a: entry('U8', [1], [0, 1]), b: entry('U8', [1], [2, 3]) }, 3, 'invalid-structure'],
    ['an overlap', { a: entry('U8', [2], [0, 2]), b: entry('U8', [2], [1, 3]) }, 3, 'invalid-structure'],
    ['bytes after the last tensor', { a: entry('U8', [1], [0, 1]) }, 2, 'invalid-structure'],
    ['a beginning that no tensor covers', { a: entry('U8', [1], [1, 2]) }, 2, 'invalid-structure'],
    ['data that end too early', { a: entry('U8', [4], [0, 4]) }, 3, 'truncated'],
    ['a size that contradicts the shape', { a: entry('F32', [3], [0, 8]) }, 8, 'invalid-structure'],
    ['an unknown dtype', { a: entry('Q7', [1], [0, 1]) }, 1, 'invalid-structure'],
    ['a dtype named like a property of every object', { a: entry('constructor', [1], [0, 1]) }, 1, 'invalid-structure'],
    ['a negative dimension', { a: entry('U8', [-1], [0, 0]) }, 0, 'invalid-structure'],
    ['a shape that overflows', { a: entry('U8', [2 ** 52, 4], [0, 0]) }, 0, 'invalid-structure'],
    ['offsets in the wrong order', { a: entry('U8', [1], [1, 0]) }, 1, 'invalid-structure'],
    ['three offsets', { a: entry('U8', [1], [0, 1, 2]) }, 1, 'invalid-structure'],
    ['metadata that are no text', { __metadata__: { a: 1 } }, 0, 'invalid-structure'],
    ['metadata that are a list', { __metadata__: [] }, 0, 'invalid-structure'],
    ['a field that nobody knows', { a: entry('U8', [1], [0, 1], { loader: 'x' }) }, 1, 'unknown-field'],
  ])('reports %s', async (_what, header, bytes, code) => {
    expect(await codes(file(JSON.stringify(header), Buffer.alloc(bytes)))).toContain(code);
  });

  it('reports a name given twice, also with other dtypes at the same place', async () => {
    expect(
      await codes(
        file(
          '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}',
          Buffer.alloc(4),
        ),
      ),
    ).toContain('duplicate-key');
  });

  it('rejects a header over the limit of the format, over the file, or that is no JSON', async () => {
    const long = file('{}');
    long.writeBigUInt64LE(100_000_001n);
    expect(await codes(long)).toEqual(['invalid-structure']);
    long.writeBigUInt64LE(1000n);
    expect(await codes(long)).toEqual(['invalid-structure']);
    expect(await codes(file('{"a":'))).toEqual(['truncated']);
    expect(await codes(file('[1]'))).toEqual(['invalid-structure']);
  });

  it('keeps names apart from the language: __proto__ is a tensor', async () => {
    const found = await inspect(file('{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', Buffer.alloc(1)));
    expect(found.contents.tensors.map(({ name }) => name)).toEqual(['__proto__']);
  });

  it('lists a file of ten gigabytes by reading its header alone', async () => {
    const bytes = 10_000_000_000;
    const head = file(JSON.stringify({ w: entry('U8', [bytes], [0, bytes]) }));
    const source = countingSource(sparseSource(head.length + bytes, head));
    const found = await inspectModel('m.safetensors', memoryAccess({ 'm.safetensors': source }));
    expect(found.status).toBe('complete');
    expect(found.contents.tensors).toHaveLength(1);
    expect(source.bytesRead).toBeLessThan(20_000);
  });

  it('yields values in the order of the list', async () => {
    const bytes = file(
      JSON.stringify({ b: entry('U8', [1], [0, 1]), a: entry('U8', [1], [1, 2]) }),
      Buffer.from([7, 8]),
    );
    const values: [string, number[]][] = [];
    for (const { info, values: read } of (await openContents('m', memoryAccess({ m: bytes }))).tensors) {
      for await (const part of read?.() ?? []) values.push([info.name, [...part]]);
    }
    expect(values).toEqual([
      ['b', [7]],
      ['a', [8]],
    ]);
  });
});
