import { describe, expect, it } from '@jest/globals';
import type { Proof } from '../../src/export/proof.js';
import { renderDiffHtml } from '../../src/report/html/comparison.js';
import { renderExportHtml } from '../../src/report/html/exports.js';
import type { DiffDocument, TensorComparison } from '../../src/reproduce/comparison.js';

const tensor = (part: Partial<TensorComparison>): TensorComparison => ({
  name: 'w',
  nameInB: 'w',
  status: 'different',
  dtype: 'float32',
  shape: [4],
  maxAbs: 0.5,
  maxRel: 0.1,
  differing: 2,
  beyond: 2,
  total: 4,
  ...part,
});
const HOSTILE = '<img src=x onerror=alert(1)>"&';
const document: DiffDocument = {
  schema: 'modelbag/diff/1',
  verdict: 'different',
  tolerance: { absolute: 0, relative: 0 },
  a: { path: `a/${HOSTILE}`, format: 'npz', tensorCount: 2 },
  b: { path: 'b.npz', format: 'npz', tensorCount: 2 },
  tensors: [
    tensor({ name: HOSTILE, histogram: [{ exponent: -20, elements: 1 }, { exponent: -1, elements: 1_000 }] }), // biome-ignore format: one line reads best
    tensor({ name: 'far', maxAbs: Number.POSITIVE_INFINITY, histogram: [{ exponent: 1024, elements: 1 }] }),
    tensor({ name: 'same', status: 'equal', maxAbs: 0, differing: 0 }),
    tensor({ name: 'gone', nameInB: null, status: 'only-in-a', maxAbs: null, differing: null }),
  ],
  unread: [{ name: 's', reason: 'strings' }],
  summary: '1 of 4 tensors agrees',
};
const proof = (part: Partial<Proof>): Proof => ({
  schema: 'modelbag/proof/1',
  native: { path: 'm', format: 'pickle', sha256: 'a' },
  open: { path: 'm.onnx', format: 'onnx', files: [] },
  method: 'predictions',
  verdict: 'within-tolerance',
  tolerance: { absolute: 1e-9, relative: 1e-6 },
  compared: 256,
  elements: 256,
  worst: { name: 'p', maxAbs: 1e-12, maxRel: 1e-9 },
  leftOut: [],
  ...part,
});

/** What no page may have: scripts, handlers, addresses, values that were not escaped. */
function expectHarmless(page: string): void {
  expect(page).toContain(`default-src 'none'`);
  expect(page).not.toMatch(
    /<script|<img|<[a-z][^>]*\son\w+=|https?:(?!\/\/www\.w3\.org)|javascript:|NaN|undefined|Infinity"/,
  );
}

describe('a comparison as a page', () => {
  const page = renderDiffHtml(document);
  it('draws all differences, and those of each tensor', () => {
    expect(page.match(/<svg role="img"/g)).toHaveLength(3);
    // Two columns of numbers and one of what is infinitely far.
    expect(page.match(/<rect class="c1"[^>]*y=/g)?.length).toBe(4);
    expect(page.match(/<rect class="c5"/g)).toHaveLength(2);
    expect(page).toContain('>1e-3<');
  });

  it('puts what has no counterpart and the largest differences first', () => {
    const order = ['gone', 'far', '&lt;img', 'same'].map((name) =>
      page.indexOf(`<code>${name}`, page.indexOf('<tbody>')),
    );
    expect([...order].sort((a, b) => a - b)).toEqual(order);
  });

  it('runs nothing of what files are called', () => expectHarmless(page));

  it('draws no histogram where nothing differs', () => {
    const same = renderDiffHtml({
      ...document,
      verdict: 'identical',
      tensors: document.tensors.slice(2, 3),
      unread: [],
    });
    expect(same).not.toContain('id="sizes-t"');
    expect(same).not.toContain('id="unread"');
  });
});

describe('exports as a page', () => {
  const written = (path: string, of: Proof) => ({
    to: 'onnx',
    path,
    size: 1,
    sha256: 'a',
    files: [],
    leftOut: [],
    proof: of,
  });
  const page = renderExportHtml({
    schema: 'modelbag/export/1',
    model: { path: `m/${HOSTILE}`, format: 'pickle', sha256: 'a' },
    exports: [
      written('m.onnx', proof({})),
      written('m.npz', proof({ verdict: 'equal', worst: null, tolerance: { absolute: 0, relative: 0 } })),
    ],
    notPossible: [{ to: 'pmml', reason: HOSTILE, instead: '' }],
  });

  it('draws how far each copy is, beside its tolerance', () => {
    expect(page.match(/<circle/g)).toHaveLength(1);
    expect(page.match(/<rect class="recommended"/g)).toHaveLength(1);
    expect(page).toContain('✓</text>');
    expect(page).toContain('largest difference 1.00e-12');
  });

  it('says what is not possible, and runs nothing', () => {
    expect(page).toContain('Not possible');
    expectHarmless(page);
  });
});
