import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/bytes/format-error.js';
import { isExtension, type Msgpack, parseMsgpack } from '../../src/containers/msgpack.js';
import { isTypedArray, numbersOfArray, parseUbjson, type Ubj } from '../../src/containers/ubjson.js';

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
  return 'none';
};
const big = (bytes: number, value: number | bigint): Buffer => {
  const out = Buffer.alloc(bytes);
  if (bytes === 8) out.writeBigInt64BE(BigInt(value));
  else out.writeIntBE(Number(value), 0, bytes);
  return out;
};
const float = (value: number): Buffer => {
  const out = Buffer.alloc(8);
  out.writeDoubleBE(value);
  return out;
};

type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };
const { value: plain } = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    fc.double({ noNaN: true }).filter((x) => !Number.isInteger(x)),
    fc.string({ maxLength: 40 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 6 }), tie('value'), { maxKeys: 4 }),
  ),
}));

const bytesOf = (text: string): Buffer => Buffer.from(text);

/** MessagePack by the longest form of each type. */
function packMsgpack(value: Plain): Buffer {
  if (value === null) return Buffer.from([0xc0]);
  if (typeof value === 'boolean') return Buffer.from([value ? 0xc3 : 0xc2]);
  if (typeof value === 'number')
    return Number.isInteger(value)
      ? Buffer.concat([Buffer.from([0xd2]), big(4, value)])
      : Buffer.concat([Buffer.from([0xcb]), float(value)]);
  if (typeof value === 'string')
    return Buffer.concat([Buffer.from([0xdb]), big(4, bytesOf(value).length), bytesOf(value)]);
  if (Array.isArray(value))
    return Buffer.concat([Buffer.from([0xdd]), big(4, value.length), ...value.map(packMsgpack)]);
  return Buffer.concat([
    Buffer.from([0xdf]),
    big(4, Object.keys(value).length),
    ...Object.entries(value).flatMap(([key, inner]) => [packMsgpack(key), packMsgpack(inner)]),
  ]);
}

const unmap = (value: Msgpack): unknown =>
  value instanceof Map
    ? Object.fromEntries([...value].map(([key, inner]) => [key, unmap(inner)]))
    : Array.isArray(value)
      ? value.map(unmap)
      : value;

describe('MessagePack', () => {
  it('reads every value that was written', () => {
    fc.assert(fc.property(plain, (value) => expect(unmap(parseMsgpack(packMsgpack(value), 64))).toEqual(value)));
  });

  it.each([
    ['7f', 127],
    ['ff', -1],
    ['a161', 'a'],
    ['d90161', 'a'],
    ['da000161', 'a'],
    ['cc80', 128],
    ['cd0100', 256],
    ['ce00010000', 65536],
    ['cf0000000000000001', 1],
    ['cfffffffffffffffff', 2n ** 64n - 1n],
    ['d0ff', -1],
    ['d1ffff', -1],
    ['d3ffffffffffffffff', -1],
    ['ca3f800000', 1],
    ['920102', [1, 2]],
    ['dc000101', [1]],
  ])('reads the short form %s', (hex, expected) => {
    expect(parseMsgpack(Buffer.from(hex, 'hex'), 4)).toEqual(expected);
  });

  it('gives extensions with their place', () => {
    const found = parseMsgpack(Buffer.from('92c702010a0bd60501020304', 'hex'), 4);
    expect(found).toEqual([
      { extension: 1, bytes: Buffer.from([10, 11]), offset: 4 },
      { extension: 5, bytes: Buffer.from([1, 2, 3, 4]), offset: 8 },
    ]);
    expect(Array.isArray(found) && found.every(isExtension)).toBe(true);
  });

  it.each([
    ['c1', 'invalid-structure'],
    ['dd7fffffff', 'truncated'],
    ['df7fffffff', 'truncated'],
    ['c6ffffffff', 'truncated'],
    ['0101', 'invalid-structure'],
    ['82a16101a16102', 'duplicate-key'],
    ['81900 1'.replace(' ', ''), 'invalid-structure'],
    ['91'.repeat(100), 'resource-limit'],
  ])('rejects %s', (hex, code) => {
    expect(codeOf(() => parseMsgpack(Buffer.from(hex, 'hex'), 16))).toBe(code);
  });
});

/** UBJSON as XGBoost writes it: every length as L. */
function packUbjson(value: Plain): Buffer {
  const text = (string: string) => Buffer.concat([bytesOf('L'), big(8, bytesOf(string).length), bytesOf(string)]);
  if (value === null) return bytesOf('Z');
  if (typeof value === 'boolean') return bytesOf(value ? 'T' : 'F');
  if (typeof value === 'number')
    return Number.isInteger(value)
      ? Buffer.concat([bytesOf('l'), big(4, value)])
      : Buffer.concat([bytesOf('D'), float(value)]);
  if (typeof value === 'string') return Buffer.concat([bytesOf('S'), text(value)]);
  if (Array.isArray(value)) return Buffer.concat([bytesOf('['), ...value.map(packUbjson), bytesOf(']')]);
  return Buffer.concat([
    bytesOf('{'),
    ...Object.entries(value).flatMap(([key, inner]) => [text(key), packUbjson(inner)]),
    bytesOf('}'),
  ]);
}

describe('UBJSON', () => {
  it('reads every value that was written', () => {
    fc.assert(
      fc.property(plain, (value) =>
        expect(JSON.parse(JSON.stringify(parseUbjson(packUbjson(value), 64)))).toEqual(
          JSON.parse(JSON.stringify(value)),
        ),
      ),
    );
  });

  it('keeps typed arrays as bytes', () => {
    const array = parseUbjson(Buffer.concat([bytesOf('[$l#i'), Buffer.from([2]), big(4, 1), big(4, -5)]), 4) as Ubj;
    expect(isTypedArray(array) && numbersOfArray(array)).toEqual([1, -5]);
  });

  it.each([
    [Buffer.concat([bytesOf('[$l#l'), big(4, 2 ** 30)]), 'truncated'],
    [Buffer.concat([bytesOf('[#l'), big(4, 2 ** 30)]), 'truncated'],
    [Buffer.concat([bytesOf('SL'), big(8, -1)]), 'invalid-structure'],
    [bytesOf('Q'), 'invalid-structure'],
    [bytesOf('TT'), 'invalid-structure'],
    [bytesOf('{$i#i\x01'), 'unsupported'],
    [Buffer.concat([bytesOf('{i\x01aTi\x01aT}')]), 'duplicate-key'],
    [bytesOf('['.repeat(99)), 'resource-limit'],
    [bytesOf('{'), 'truncated'],
  ])('rejects %j', (bytes, code) => {
    expect(codeOf(() => parseUbjson(bytes, 16))).toBe(code);
  });
});
