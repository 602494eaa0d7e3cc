import { describe, expect, it } from '@jest/globals';
import { pmmlEvaluator } from '../../src/export/pmml/reading/evaluate.js';
import type { Row } from '../../src/export/predictions/rows.js';
import { exported, fixture } from './in-memory.js';

interface Truth {
  data: Record<string, string | number | boolean>[];
  predictions: Record<
    string,
    { response?: (number | string)[]; class?: string[]; prob?: number[][]; class_na?: string[] }
  >;
}
const truth = JSON.parse(String(fixture('r-models/truth.json'))) as Truth;
const rows = truth.data.map(
  (row): Row =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        typeof value === 'boolean' ? String(value).toUpperCase() : value,
      ]),
    ),
);

async function pmmlOf(name: string): Promise<string> {
  const { document, written } = await exported(`${name}.rds`, fixture(`r-models/${name}.rds`), ['pmml']);
  expect(document.notPossible).toEqual([]);
  expect(document.exports).toMatchObject([
    { path: `${name}.pmml`, proof: { method: 'predictions', verdict: 'equal', inputs: { rows: 256 } } },
  ]);
  return String(written[`${name}.pmml`]);
}
/** A forest keeps no labels of ordered factors: it takes the number of the level. */
const numbered = (row: Row): Row => ({ ...row, o: ['low', 'mid', 'high'].indexOf(String(row['o'])) + 1 });
const predicted = (text: string, row: Row, name = 'prediction'): number | string | null | undefined =>
  pmmlEvaluator(text)(row).find((answer) => answer.name === name)?.value;

const NUMBERS = [
  'lm_inter',
  'lm_nofirst',
  'lm_ordered',
  'lm_sum',
  'lm_logy',
  'lm_alias',
  'glm_binom',
  'glm_probit',
  'glm_cbind',
  'glm_factor',
  'glm_pois',
  'glm_offarg',
  'rpart_anova',
  'rpart_poisson',
  'rf_reg',
  'rf_xy',
];

describe('PMML of R models', () => {
  for (const name of NUMBERS)
    it(`predicts with ${name} what R predicts`, async () => {
      const text = await pmmlOf(name);
      const wanted = truth.predictions[name]?.response as number[];
      expect(wanted).toHaveLength(rows.length);
      for (const [i, given] of rows.entries()) {
        const row = name === 'rf_reg' ? numbered(given) : given;
        const found = predicted(text, row) as number;
        expect(Math.abs(found - (wanted[i] as number))).toBeLessThanOrEqual(
          1e-9 + 1e-6 * Math.abs(wanted[i] as number),
        );
      }
    });

  it('knows all digits of a power, and products of factors under cauchit', async () => {
    const estimates = JSON.parse(String(fixture('r-estimates/truth.json'))) as { rows: Row[] } & Record<
      string,
      number[]
    >;
    for (const name of ['power', 'cauchit']) {
      const { document, written } = await exported(`${name}.rds`, fixture(`r-estimates/${name}.rds`), ['pmml']);
      expect(document).toMatchObject({ notPossible: [], exports: [{ proof: { verdict: 'equal' } }] });
      for (const [i, row] of estimates.rows.entries())
        expect(predicted(String(written[`${name}.pmml`]), row)).toBeCloseTo(estimates[name]?.[i] as number, 9);
    }
  });

  it('decides as R does in trees and forests, with the probabilities of R', async () => {
    const tree = await pmmlOf('rpart_class');
    const { class: classes = [], prob = [] } = truth.predictions['rpart_class'] ?? {};
    expect(rows.map((row) => predicted(tree, row))).toEqual(classes);
    for (const [i, row] of rows.entries())
      for (const [level, label] of ['maybe', 'no', 'yes'].entries())
        expect(predicted(tree, row, `probability(${label})`)).toBeCloseTo(prob[i]?.[level] as number, 12);
    const forest = await pmmlOf('rf_class');
    expect(rows.map((row) => predicted(forest, row))).toEqual(truth.predictions['rf_class']?.response);
  });

  it('asks surrogates where a value is missing, as rpart does', async () => {
    const tree = await pmmlOf('rpart_class');
    expect(rows.map((row) => predicted(tree, { ...row, x: null }))).toEqual(truth.predictions['rpart_class']?.class_na);
  });

  it('finds clusters by their centers', async () => {
    const text = await pmmlOf('kmeans');
    const centers = (truth.predictions['kmeans'] as { centers?: number[][] }).centers ?? [];
    for (const [i, [x, z]] of centers.entries())
      expect(predicted(text, { x: x as number, z: z as number })).toBe(String(i + 1));
  });

  it('holds covariance and names, and no row of the data', async () => {
    const text = await pmmlOf('lm_inter');
    expect(text).toContain('<PCovMatrix>');
    expect(text).toContain('<Parameter name="p7" label="x:fc"/>');
    expect(text).not.toContain('fitted');
  });

  it('says why a model has no PMML, and what to do instead', async () => {
    const { document } = await exported('lm_poly.rds', fixture('r-models/lm_poly.rds'), ['pmml']);
    expect(document.notPossible).toMatchObject([
      {
        to: 'pmml',
        reason: expect.stringContaining('poly(x, 2)'),
        instead: expect.stringContaining('--to coefficients'),
      },
    ]);
  });

  it('finds a coefficient, a threshold and a label that were changed after they were written', async () => {
    const damages: [string, RegExp, string][] = [
      ['glm_binom', /beta="(-?)0\./, 'beta="$11.'],
      ['rpart_anova', /operator="lessThan"/, 'operator="greaterThan"'],
      ['rf_class', /score="yes"/g, 'score="no"'],
      ['kmeans', /<Array n="2" type="real">/, '$&1'],
    ];
    for (const [name, pattern, other] of damages) {
      const { document } = await exported(`${name}.rds`, fixture(`r-models/${name}.rds`), ['pmml'], {
        damage: (file) => Buffer.from(String(file).replace(pattern, other)),
      });
      expect(document.exports).toMatchObject([{ proof: { verdict: 'not-equal' } }]);
    }
  });
});
