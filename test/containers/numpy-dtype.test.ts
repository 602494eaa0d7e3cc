import { describe, expect, it } from '@jest/globals';
import { dtypeOf, hasObjects, parseTypeString } from '../../src/containers/numpy-dtype.js';
import { newGlobal, type PickleObject, type PickleValue } from '../../src/containers/pickle.js';

const tuple = (...items: PickleValue[]): PickleValue => ({ kind: 'tuple', items });
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** `numpy.dtype('V8')` with eight fields of the given type. */
const structured = (inner: PickleValue): PickleObject => ({
  kind: 'object',
  how: 'reduce',
  callee: newGlobal('numpy', 'dtype'),
  args: tuple('V8', false, true),
  state: tuple(
    3,
    '|',
    null,
    tuple(...NAMES),
    { kind: 'dict', keys: NAMES, values: NAMES.map(() => tuple(inner, 0)) },
    8,
    1,
    16,
  ),
  offset: 0,
});

describe('dtypeOf', () => {
  it('reads a type once however many fields share it, and looks for objects in it once', () => {
    let type: PickleValue = newGlobal('numpy', 'float64');
    // Eight fields on each of fourteen levels: more ways than anybody can go.
    for (let level = 0; level < 14; level++) type = structured(type);
    const dtype = dtypeOf(type);
    expect(dtype?.fields).toHaveLength(8);
    expect(dtype && hasObjects(dtype)).toBe(false);
  });

  it('knows no type that is its own field', () => {
    const type = structured(null);
    (type.state as { items: PickleValue[] }).items[4] = {
      kind: 'dict',
      keys: NAMES,
      values: NAMES.map(() => tuple(type, 0)),
    };
    expect(dtypeOf(type)).toBeNull();
  });

  it('reads type strings', () => {
    expect(parseTypeString('>f4')).toEqual({ kind: 'f', itemSize: 4, byteOrder: 'big', descr: '>f4' });
    expect(parseTypeString('<f')).toMatchObject({ kind: 'f', itemSize: 8 });
    expect(parseTypeString('something')).toBeNull();
  });
});
