import { describe, expect, it } from '@jest/globals';
import { inspectModel } from '../../src/formats/inspect.js';
import { memoryAccess } from './memory-access.js';

type Value = number | string | null | Buffer | Value[] | { [key: string]: Value };

/** A document as BSON.jl writes it: integers of 64 bits, bytes, text, arrays as documents. */
function document(values: [string, Value][]): Buffer {
  const elements = values.map(([key, value]) => {
    const [type, bytes] = encode(value);
    return Buffer.concat([Buffer.from([type]), Buffer.from(`${key}\0`), bytes]);
  });
  const body = Buffer.concat([...elements, Buffer.from([0])]);
  return Buffer.concat([i32(body.length + 4), body]);
}
function encode(value: Value): [number, Buffer] {
  if (value === null) return [0x0a, Buffer.alloc(0)];
  if (typeof value === 'number') return [0x12, Buffer.from(BigInt64Array.of(BigInt(value)).buffer)];
  if (typeof value === 'string') return [2, Buffer.concat([i32(value.length + 1), Buffer.from(`${value}\0`)])];
  if (value instanceof Buffer) return [5, Buffer.concat([i32(value.length), Buffer.from([0]), value])];
  if (Array.isArray(value)) return [4, document(value.map((item, i) => [String(i), item]))];
  return [3, document(Object.entries(value))];
}
const i32 = (value: number): Buffer => Buffer.from(Int32Array.of(value).buffer);

const type = (...name: string[]): Value => ({ tag: 'datatype', name, params: [] });
const floats = (size: number[], ...values: number[]): Value => ({
  tag: 'array',
  type: type('Core', 'Float32'),
  size,
  data: Buffer.from(Float32Array.from(values).buffer),
});
const struct = (of: Value, ...data: Value[]): Value => ({ tag: 'struct', type: of, data });

async function inspect(values: { [key: string]: Value } | Buffer) {
  const bytes = values instanceof Buffer ? values : document(Object.entries(values));
  return inspectModel('m.bson', memoryAccess({ 'm.bson': bytes }), { digests: true });
}

describe('bson', () => {
  it('reads arrays of structs, tuples and named tuples by path, column-major as rows', async () => {
    const named = { tag: 'datatype', name: ['Core', 'NamedTuple'], params: [{ tag: 'tuple', data: ['W', 'b'] }] };
    const model = struct(type('Main', 'Flux', 'Chain'), {
      tag: 'tuple',
      data: [struct(type('Flux', 'Dense'), floats([2, 3], 1, 4, 2, 5, 3, 6), floats([2], 7, 8))],
    });
    const found = await inspect({ model, state: struct(named, floats([1], 1), floats([1], 2)), epoch: 5 });
    expect(found.contents.tensors.map(({ name, dtype, shape }) => [name, dtype, shape])).toEqual([
      ['model.0.0.0', 'float32', [2, 3]],
      ['model.0.0.1', 'float32', [2]],
      ['state.W', 'float32', [1]],
      ['state.b', 'float32', [1]],
    ]);
    const rows = await inspect({ a: floats([6], 1, 2, 3, 4, 5, 6) });
    expect(found.digests?.[0]).toBe(rows.digests?.[0]);
    expect([found.contents.loading, found.contents.globals]).toEqual(['code', ['Flux.Chain', 'Flux.Dense']]);
    expect(found.contents.facts).toEqual([{ key: 'epoch', value: 5, where: '#epoch' }]);
  });

  it('lists a thousand single values, and counts the others', async () => {
    const values = Object.fromEntries(Array.from({ length: 1_500 }, (_, i) => [`v${i}`, i]));
    const { contents, status } = await inspect(values);
    expect([contents.facts.length, contents.facts.at(-1)]).toEqual([
      1_001,
      { key: 'values_not_listed', value: 500, where: 'document' },
    ]);
    expect(status).toBe('complete');
  });

  it('reads dictionaries by their keys and follows references, to cycles once', async () => {
    const dict = struct(
      type('Base', 'Dict'),
      [{ tag: 'symbol', name: 'w' }, 'self'],
      [
        { tag: 'backref', ref: 2 },
        { tag: 'backref', ref: 1 },
      ],
    );
    const found = await inspect({ d: { tag: 'backref', ref: 1 }, _backrefs: [dict, floats([1], 3)] });
    expect([found.contents.tensors.map(({ name }) => name), found.contents.loading]).toEqual([['d.w'], 'data-only']);
  });

  it('tells of functions that bring their code, and of tables of data', async () => {
    const frame = struct(type('DataFrames', 'DataFrame'), [floats([2], 1, 2)]);
    const { contents } = await inspect({ f: { tag: 'jl_anonymous', typename: 'f' }, frame });
    expect(contents.observations).toMatchObject([{ kind: 'callable', code: 'julia-code' }]);
    expect(contents.facts).toEqual([
      { key: 'embedded_data', value: [{ path: 'frame', rows: 2, bytes: 8 }], where: 'document' },
    ]);
  });

  it('rejects sizes that bytes deny and references that multiply', async () => {
    const codes = async (values: { [key: string]: Value } | Buffer) =>
      (await inspect(values)).observations.map(({ code }) => code);
    expect(await codes({ a: floats([9], 1) })).toEqual(['invalid-structure']);
    const longer = document([['a', floats([1], 1)]]);
    longer.writeInt32LE(99, 7);
    expect(await codes(longer)).toEqual(['invalid-structure']);
    const levels: Value[] = Array.from({ length: 40 }, (_, i) => [
      { tag: 'backref', ref: i + 2 },
      { tag: 'backref', ref: i + 2 },
    ]);
    expect(await codes({ a: { tag: 'backref', ref: 1 }, _backrefs: levels })).toEqual(['resource-limit']);
  });
});
