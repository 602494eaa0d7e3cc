import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mainDtype, piecesOf, tensorTree } from '../../../src/report/html/tensor-tree.js';
import { treemap } from '../../../src/report/html/treemap.js';
import { tensor } from '../../assess/make.js';

const names = fc.array(
  fc.tuple(
    fc.array(fc.constantFrom('a', 'b', 'layers', '0', '1', '__proto__', ''), { minLength: 1, maxLength: 16 }),
    fc.nat(99),
  ),
  { maxLength: 60 },
);

describe('tensor tree', () => {
  it('keeps every tensor and every byte, however it is cut', () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 40 }), (list, most) => {
        const tensors = list.map(([parts, size]) => tensor(parts.join('.'), [size]));
        const tree = tensorTree(tensors);
        expect(tree.size).toBe(tensors.reduce((sum, { byteLength }) => sum + byteLength, 0));
        if (tree.size === 0) return;
        const pieces = piecesOf(tree, most);
        expect(pieces.length).toBeLessThanOrEqual(most);
        expect(pieces.reduce((sum, { size }) => sum + size, 0)).toBe(tree.size);
        expect(pieces.reduce((sum, piece) => sum + piece.tensors, 0)).toBe(tree.tensors);
      }),
    );
  });

  it('names groups by what their names have in common, and opens the one that is nearly everything', () => {
    const tree = tensorTree([
      tensor('net.head.weight', [10]),
      ...[0, 1, 2].flatMap((i) => [tensor(`net.body.${i}.weight`, [100]), tensor(`net.body.${i}.bias`, [10])]),
    ]);
    expect(tree.name).toBe('net');
    expect(piecesOf(tree, 8, (pieces) => pieces.length >= 4).map(({ name }) => name)).toEqual([
      'net.body.0',
      'net.body.1',
      'net.body.2',
      'net.head.weight',
    ]);
    expect(piecesOf(tree, 2).map(({ name, tensors }) => [name, tensors])).toEqual([
      ['net.body', 6],
      ['net.head.weight', 1],
    ]);
  });

  it('leaves out what has no bytes and knows the type that most bytes have', () => {
    const tree = tensorTree([
      tensor('empty', [0]),
      { ...tensor('odd', [1]), byteLength: Number.NaN },
      tensor('w/.ATTRIBUTES/VARIABLE_VALUE', [4], 'float16'),
      tensor('v', [2], 'int64'),
    ]);
    expect(tree.tensors).toBe(2);
    expect(mainDtype(tree)).toBe('float16');
    expect(tree.children.map(({ name }) => name)).toEqual(['w', 'v']);
  });
});

describe('treemap', () => {
  it('gives each size its share of the area, inside and apart', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(sizes, (list) => {
        const sorted = list.sort((a, b) => b - a);
        const total = sorted.reduce((sum, size) => sum + size, 0);
        const areas = treemap(sorted, { x: 10, y: 20, width: 1000, height: 300 });
        expect(areas).toHaveLength(sorted.length);
        for (const [i, area] of areas.entries()) {
          expect((area.width * area.height) / 300_000).toBeCloseTo(sorted[i]! / total, 6);
          expect(area.x).toBeGreaterThanOrEqual(10 - 1e-6);
          expect(area.y).toBeGreaterThanOrEqual(20 - 1e-6);
          expect(area.x + area.width).toBeLessThanOrEqual(1010 + 1e-6);
          expect(area.y + area.height).toBeLessThanOrEqual(320 + 1e-6);
          for (const other of areas.slice(i + 1))
            expect(
              Math.min(area.x + area.width, other.x + other.width) - Math.max(area.x, other.x) < 1e-6 ||
                Math.min(area.y + area.height, other.y + other.height) - Math.max(area.y, other.y) < 1e-6,
            ).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});
