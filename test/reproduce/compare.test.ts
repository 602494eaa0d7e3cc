import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { canonicalJson } from '../../src/report/json.js';
import { compareModels } from '../../src/reproduce/compare.js';
import type { DiffDocument, Tolerance } from '../../src/reproduce/comparison.js';
import { memoryAccess } from '../formats/memory-access.js';

interface Written {
  dtype: string;
  shape: number[];
  bytes: Uint8Array;
}

const schema = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync(new URL('../../schemas/diff.schema.json', import.meta.url), 'utf8')),
);

/** A safetensors file of tensors by name. */
function safetensors(tensors: Record<string, Written>): Buffer {
  const header: Record<string, unknown> = Object.create(null);
  let at = 0;
  for (const [name, { dtype, shape, bytes }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [at, at + bytes.length] };
    at += bytes.length;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...Object.values(tensors).map(({ bytes }) => bytes)]);
}

/** A version 1 npy file. */
function npy(descr: string, shape: number[], bytes: Uint8Array): Buffer {
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.map((size) => `${size},`).join(' ')}), }`;
  const header = Buffer.from(`${dict.padEnd(Math.ceil((dict.length + 11) / 64) * 64 - 11)}\n`);
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), length, header, bytes]);
}

const f32 = (values: number[], shape = [values.length]): Written => ({
  dtype: 'F32',
  shape,
  bytes: new Uint8Array(new Float32Array(values).buffer),
});
const words = (dtype: string, values: number[]): Written => ({
  dtype,
  shape: [values.length],
  bytes: new Uint8Array(new Uint16Array(values).buffer),
});
const bytes = (dtype: string, values: number[]): Written => ({
  dtype,
  shape: [values.length],
  bytes: Uint8Array.from(values),
});

async function diff(a: Buffer, b: Buffer, tolerance?: Tolerance): Promise<DiffDocument> {
  const files = memoryAccess({ a, b });
  const found = await compareModels(
    { path: 'a', files },
    { path: 'b', files },
    tolerance === undefined ? {} : { tolerance },
  );
  schema(JSON.parse(canonicalJson(found)));
  expect(schema.errors).toBeNull();
  return found;
}
const diffTensors = (a: Record<string, Written>, b: Record<string, Written>, tolerance?: Tolerance) =>
  diff(safetensors(a), safetensors(b), tolerance);

describe('comparing models', () => {
  it('calls equal weights identical across containers', async () => {
    const values = f32([1, 2, 3, 4], [2, 2]);
    const found = await diff(safetensors({ w: values }), npy('<f4', [2, 2], values.bytes));
    expect(found).toMatchObject({
      verdict: 'identical',
      a: { format: 'safetensors' },
      b: { format: 'npy' },
      tensors: [{ name: 'w', nameInB: '', status: 'equal', matchedBy: 'values', differing: 0, total: 4 }],
    });
  });

  it('reads the byte order of a container, not its bytes', async () => {
    const big = Buffer.alloc(8);
    big.writeFloatBE(1.5, 0);
    big.writeFloatBE(-2, 4);
    expect(await diff(safetensors({ w: f32([1.5, -2]) }), npy('>f4', [2], big))).toMatchObject({
      verdict: 'identical',
    });
  });

  it('finds one flipped bit and says where it is', async () => {
    const values = Array.from({ length: 600_000 }, (_, i) => i / 7);
    const changed = f32(values, [600, 1000]);
    const place = 123_456;
    changed.bytes[place * 4] = (changed.bytes[place * 4] as number) ^ 1;
    const found = await diffTensors({ w: f32(values, [600, 1000]), v: f32([1]) }, { w: changed, v: f32([1]) });
    expect(found.verdict).toBe('different');
    expect(found.tensors).toMatchObject([
      { name: 'w', status: 'different', differing: 1, total: 600_000, firstDifference: { index: [123, 456] } },
      { name: 'v', status: 'equal' },
    ]);
    const [w] = found.tensors;
    expect(w?.maxAbs).toBe(Math.abs((w!.firstDifference!.a as number) - (w!.firstDifference!.b as number)));
    expect(w?.histogram).toEqual([{ exponent: Math.floor(Math.log2(w!.maxAbs!)), elements: 1 }]);
  });

  it('keeps to the rule of numpy.allclose', async () => {
    const [a, b] = [f32([100, 0, 1]), f32([100.5, 0, 1])];
    const exact = await diffTensors({ w: a }, { w: b });
    expect(exact).toMatchObject({ verdict: 'different', tensors: [{ maxAbs: 0.5, maxRel: 0.5 / 100.5, beyond: 1 }] });
    const loose = await diffTensors({ w: a }, { w: b }, { absolute: 0, relative: 0.005 });
    expect(loose).toMatchObject({ verdict: 'equal-within-tolerance', tensors: [{ status: 'within', beyond: 0 }] });
    const tight = await diffTensors({ w: a }, { w: b }, { absolute: 0.4, relative: 0 });
    expect(tight.verdict).toBe('different');
  });

  it('takes NaN for equal to NaN, zeros of other sign for within', async () => {
    const nan = f32([Number.NaN, 1]);
    const other = f32([Number.NaN, 1]);
    other.bytes[0] = 7;
    expect(await diffTensors({ w: nan }, { w: other })).toMatchObject({ verdict: 'identical' });
    expect(await diffTensors({ w: f32([0, 1]) }, { w: f32([-0, 1]) })).toMatchObject({
      verdict: 'equal-within-tolerance',
      tensors: [{ status: 'within', maxAbs: 0, differing: 1, beyond: 0 }],
    });
  });

  it('keeps a number infinitely far from NaN and from infinity at any tolerance', async () => {
    const loose = { absolute: 1e300, relative: 1e300 };
    for (const [a, b] of [
      [Number.NaN, 1],
      [1, Number.NaN],
      [Number.POSITIVE_INFINITY, 1],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ] as const)
      expect(await diffTensors({ w: f32([a]) }, { w: f32([b]) }, loose)).toMatchObject({
        verdict: 'different',
        tensors: [{ maxAbs: Number.POSITIVE_INFINITY, beyond: 1, histogram: [{ exponent: 1024, elements: 1 }] }],
      });
    const infinite = f32([Number.POSITIVE_INFINITY]);
    expect(await diffTensors({ w: infinite }, { w: infinite })).toMatchObject({ verdict: 'identical' });
  });

  it('compares values of other dtypes, and says that the dtype differs', async () => {
    const half = words('F16', [0x3c00, 0x3555]);
    expect(await diffTensors({ w: f32([1, 1 / 3]) }, { w: half })).toMatchObject({
      verdict: 'different',
      tensors: [{ status: 'dtype-differs', dtype: 'float32', dtypeInB: 'float16', differing: 1 }],
    });
    const upper = words('BF16', [0x3f80, 0x4000]);
    expect(await diffTensors({ w: f32([1, 2]) }, { w: upper })).toMatchObject({
      tensors: [{ status: 'dtype-differs', differing: 0, maxAbs: 0 }],
    });
  });

  it('tells integers of 64 bits apart beyond the precision of a float', async () => {
    const big = (value: bigint): Written => ({
      dtype: 'I64',
      shape: [1],
      bytes: new Uint8Array(new BigInt64Array([value]).buffer),
    });
    expect(await diffTensors({ w: big(2n ** 60n) }, { w: big(2n ** 60n + 1n) })).toMatchObject({
      tensors: [{ status: 'different', maxAbs: 1, firstDifference: { a: '1152921504606846976' } }],
    });
  });

  it('reads floats of eight bits by their own rules', async () => {
    const found = await diffTensors({ w: bytes('F8_E4M3', [0x7e, 0x38]) }, { w: bytes('F8_E4M3', [0x7f, 0x39]) });
    expect(found.tensors).toMatchObject([{ maxAbs: Number.POSITIVE_INFINITY, firstDifference: { a: 448 } }]);
    expect(await diffTensors({ w: bytes('F8_E5M2', [0x7b]) }, { w: bytes('F8_E5M2', [0x7c]) })).toMatchObject({
      tensors: [{ firstDifference: { a: 57344, b: Number.POSITIVE_INFINITY } }],
    });
  });

  it('compares complex numbers by their distance in the plane', async () => {
    const complex = (values: number[]): Written => ({ ...f32(values, [values.length / 2]), dtype: 'C64' });
    expect(await diffTensors({ w: complex([0, 0, 1, 1]) }, { w: complex([3, 4, 1, 1]) })).toMatchObject({
      tensors: [{ maxAbs: 5, differing: 1, total: 2, firstDifference: { index: [0] } }],
    });
  });

  it('matches renamed tensors by their values, others by their spelling, the last ones by their shape', async () => {
    const found = await diffTensors(
      { 'state_dict.fc.weight': f32([1, 2]), 'state_dict.fc.bias': f32([3]), 'state_dict.head': f32([1, 2, 3]) },
      { 'fc/bias': f32([4]), encoder: f32([1, 2]), 'output/w': f32([1, 2, 4]) },
    );
    expect(found.tensors).toMatchObject([
      { name: 'state_dict.fc.weight', nameInB: 'encoder', matchedBy: 'values', status: 'equal' },
      { name: 'state_dict.fc.bias', nameInB: 'fc/bias', matchedBy: 'spelling', status: 'different' },
      { name: 'state_dict.head', nameInB: 'output/w', matchedBy: 'shape', status: 'different' },
    ]);
  });

  it('says what is only on one side, and what has another shape', async () => {
    const found = await diffTensors(
      { w: f32([1, 2], [2, 1]), gone: f32([1, 2, 3]), x: f32([1, 2, 3, 4]) },
      { w: f32([1, 2], [1, 2]), extra: f32([5, 6, 7, 8, 9]), y: f32([1]) },
    );
    expect(found).toMatchObject({ verdict: 'different' });
    expect(found.tensors.map(({ name, status }) => [name, status])).toEqual([
      ['w', 'shape-differs'],
      ['gone', 'only-in-a'],
      ['x', 'only-in-a'],
      ['extra', 'only-in-b'],
      ['y', 'only-in-b'],
    ]);
  });

  it('never calls a model equal of which something could not be read', async () => {
    const whole = safetensors({ w: f32([1, 2]), v: f32([3]) });
    const found = await diff(whole, whole.subarray(0, whole.length - 2));
    expect(found.verdict).not.toBe('identical');
    expect(found.unread).not.toEqual([]);
    expect(found.summary).not.toMatch(/identical/);
  });

  it('has nothing to say of models without a tensor in common', async () => {
    expect(
      await diffTensors({ a: f32([1]), b: f32([1, 2]) }, { c: f32([1, 2, 3]), d: f32([1, 2, 3, 4]) }),
    ).toMatchObject({ verdict: 'incomparable' });
    expect(await diff(Buffer.from('one text'), Buffer.from('two text'))).toMatchObject({ verdict: 'incomparable' });
    expect(await diff(Buffer.from('a text'), Buffer.from('a text'))).toMatchObject({ verdict: 'identical' });
  });

  it('agrees with a comparison element by element', async () => {
    const numbers = fc.array(fc.float(), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(numbers, fc.array(fc.nat(39)), fc.float({ noNaN: true }), async (values, places, put) => {
        const changed = [...values];
        for (const place of places) if (place < changed.length) changed[place] = put;
        const [a, b] = [new Float32Array(values), new Float32Array(changed)];
        const differing = [...a].filter((x, i) => !Object.is(x, b[i])).length;
        const finite = [...a].map((x, i) => (Object.is(x, b[i]) || x === b[i] ? 0 : Math.abs(x - (b[i] as number))));
        const largest = finite.reduce((most, d) => Math.max(most, Number.isNaN(d) ? Number.POSITIVE_INFINITY : d), 0);
        const { tensors } = await diffTensors({ w: f32(values) }, { w: f32(changed) });
        expect(tensors[0]).toMatchObject({ differing, maxAbs: largest, total: values.length });
      }),
    );
  });
});
