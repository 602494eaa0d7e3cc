import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/bytes/format-error.js';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { memorySource } from '../../src/bytes/source.js';
import { readNpyHeader } from '../../src/containers/npy.js';
import { parseTypeString } from '../../src/containers/numpy-dtype.js';
import { parseLiteral } from '../../src/containers/python-literal.js';
import { runs } from '../thorough.js';

function npyOf(header: string, version = 1): Buffer {
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(Buffer.byteLength(header));
  else length.writeUInt32LE(Buffer.byteLength(header));
  return Buffer.concat([Buffer.from('\x93NUMPY', 'latin1'), Buffer.from([version, 0]), length, Buffer.from(header)]);
}
const read = (bytes: Uint8Array) => readNpyHeader(memorySource(bytes), DEFAULT_LIMITS);

describe('npy', () => {
  it('reads the header of every version', async () => {
    for (const version of [1, 2, 3]) {
      const header = await read(npyOf("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }   \n", version));
      expect(header).toMatchObject({
        version: [version, 0],
        descr: "'<f4'",
        fortran: true,
        shape: [2, 3],
        dataStart: version === 1 ? 72 : 74,
      });
    }
  });

  it('reads nested structures, subarrays and titles', async () => {
    const { dtype } = await read(
      npyOf(
        "{'descr': [('a', '<i4', (2,)), (('title', 'b'), [('c', '>f8')]), ('', '|V2')], 'fortran_order': False, 'shape': ()}",
      ),
    );
    expect(dtype.itemSize).toBe(18);
    expect(dtype.fields?.map(({ name, offset, dtype: inner }) => [name, offset, inner.subshape ?? null])).toEqual([
      ['a', 0, [2]],
      ['b', 8, null],
    ]);
  });

  it.each<[string, string, number?]>([
    ['a negative size', "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}"],
    ['a missing key', "{'descr': '<f4', 'shape': (1,)}"],
    ['code instead of a literal', "{'descr': __import__('os'), 'fortran_order': False, 'shape': ()}"],
    ['an unknown type', "{'descr': 'quaternion', 'fortran_order': False, 'shape': ()}"],
  ])('rejects %s', async (_, header) => {
    await expect(read(npyOf(header))).rejects.toMatchObject({ code: 'invalid-structure' });
  });

  it('rejects a version of the future', async () => {
    await expect(read(npyOf('{}', 4))).rejects.toMatchObject({ code: 'unsupported' });
  });

  it.each<[string, string, number, string]>([
    ['<f8', 'f', 8, 'little'],
    ['>i2', 'i', 2, 'big'],
    ['|b1', 'b', 1, 'little'],
    ['?', 'b', 1, 'little'],
    ['<U3', 'U', 12, 'little'],
    ['|S5', 'S', 5, 'little'],
    ['<M8[ns]', 'M', 8, 'little'],
    ['|O', 'O', 8, 'little'],
    ['bfloat16', 'bfloat16', 2, 'little'],
  ])('reads the type string %s', (text, kind, itemSize, byteOrder) => {
    expect(parseTypeString(text)).toMatchObject({ kind, itemSize, byteOrder });
  });
});

describe('python literals', () => {
  it.each<[string, unknown]>([
    ['(2L, 3L)', { kind: 'tuple', items: [2, 3] }],
    ['(1)', 1],
    ['(1,)', { kind: 'tuple', items: [1] }],
    ["u'a\\x41'", 'aA'],
    ['[True, None, -1.5e3]', { kind: 'list', items: [true, null, -1500] }],
  ])('reads %s', (text, value) => {
    expect(parseLiteral(text, { depth: 10 })).toEqual(value);
  });

  it.each(['', '[1', '{1 2}', '1 2', '[,]', 'f()', "'a"])('rejects %j', (text) => {
    expect(() => parseLiteral(text, { depth: 10 })).toThrow(FormatError);
  });

  it('stops at the limit of nesting', () => {
    expect(() => parseLiteral('['.repeat(5000), { depth: 100 })).toThrow(
      expect.objectContaining({ code: 'resource-limit' }),
    );
  });

  it('answers any text with a value or a FormatError', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      "'",
      '"',
      '\\',
      '1',
      '.',
      '-',
      'e',
      'L',
      'True',
      ' ',
      'a',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          parseLiteral(pieces.join(''), { depth: 20 });
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
      { numRuns: runs(2000) },
    );
  });
});
