import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { openModelStructure } from '../../../src/formats/open-contents.js';
import type {
  Expression,
  RegressionModel,
  TreeModel,
  TreeTest,
} from '../../../src/formats/structure/statistical-model.js';
import type { Structure } from '../../../src/formats/structure/structure.js';
import { diskAccess } from '../../../src/tree/disk-access.js';
import { memoryAccess } from '../memory-access.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'fixtures', 'r-models');

type Row = Record<string, string | number | boolean>;
interface Truth {
  data: Row[];
  predictions: Record<string, Record<string, unknown>>;
}
const truth = JSON.parse(readFileSync(join(fixtures, 'truth.json'), 'utf8')) as Truth;

/** As R writes an integer. */
const int = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

async function structureOf(name: string): Promise<Structure> {
  const { structure, close } = await openModelStructure(join(fixtures, `${name}.rds`), diskAccess());
  await close();
  if (!structure) throw new Error(`${name} has no structure`);
  return structure;
}

const FUNCTIONS: Record<string, (...values: number[]) => number> = {
  log: Math.log,
  I: (x) => x,
  '^': (x, y) => x ** y,
  '*': (x, y) => x * y,
  '+': (x, y) => x + y,
};
function evaluate(expression: Expression, row: Row): number {
  if (expression.kind === 'number') return expression.value;
  if (expression.kind === 'name') return Number(row[expression.name]);
  if (expression.kind !== 'call') throw new Error('no number');
  const call = FUNCTIONS[expression.function];
  if (!call) throw new Error(`no function ${expression.function}`);
  return call(...expression.arguments.map(({ value }) => evaluate(value, row)));
}

/** The linear predictor, from nothing but the structure. */
function linearPredictor(model: RegressionModel, row: Row): number {
  let sum = 0;
  for (const [i, { factors }] of model.columns.entries()) {
    const coefficient = model.coefficients[i]?.value ?? 0;
    let product = coefficient;
    for (const factor of factors) {
      const field = model.predictors.find(({ name }) => name === factor.field);
      const value = row[factor.field];
      if (factor.kind === 'value') product *= field?.expression ? evaluate(field.expression, row) : Number(value);
      else if (factor.kind === 'levels')
        product *= factor.weights[
          field?.levels?.indexOf(typeof value === 'boolean' ? String(value).toUpperCase() : String(value)) ?? -1
        ] as number;
      else throw new Error('a matrix');
    }
    sum += product;
  }
  return sum + model.offsets.reduce((total, offset) => total + evaluate(offset, row), 0);
}

const asTest = ({ fields }: TreeModel, test: TreeTest, row: Row): 'left' | 'right' | 'missing' => {
  const field = fields[test.field];
  const value = row[field?.name ?? ''];
  if (value === undefined) return 'missing';
  if (test.kind === 'levels') {
    const level = field?.levels?.indexOf(String(value)) ?? -1;
    return test.left.includes(level) ? 'left' : test.right.includes(level) ? 'right' : 'missing';
  }
  const levels = ['low', 'mid', 'high'];
  const number = typeof value === 'string' ? levels.indexOf(value) + 1 : Number(value);
  const isLeft =
    test.kind === 'less'
      ? number < test.threshold
      : test.kind === 'less-or-equal'
        ? number <= test.threshold
        : number >= test.threshold;
  return isLeft ? 'left' : 'right';
};

function answersOf(model: TreeModel, row: Row): number[] {
  return model.trees.map(({ nodes, missing }) => {
    let at = 0;
    for (;;) {
      const node = nodes[at];
      if (!node?.split) return node?.prediction ?? Number.NaN;
      const { test, surrogates, left, right } = node.split;
      const way = [test, ...surrogates].map((one) => asTest(model, one, row)).find((one) => one !== 'missing');
      if (way !== undefined) at = way === 'left' ? left : right;
      else if (missing === 'stop') return node.prediction;
      else at = (nodes[left]?.weight ?? 0) >= (nodes[right]?.weight ?? 0) ? left : right;
    }
  });
}

const close = (found: number[], expected: unknown): void => {
  const numbers = expected as number[];
  expect(found).toHaveLength(numbers.length);
  for (const [i, value] of found.entries())
    expect(Math.abs(value - (numbers[i] as number))).toBeLessThan(1e-9 * Math.max(1, Math.abs(value)));
};

describe('structures of R models', () => {
  const regressions = Object.keys(truth.predictions).filter((name) => /^(?:g?lm)_/.test(name));
  for (const name of regressions.filter((one) => !['glm_gamma', 'glm_ig', 'lm_poly'].includes(one))) {
    it(`predicts with ${name} as R does`, async () => {
      const model = (await structureOf(name)) as RegressionModel;
      expect(model.kind).toBe('regression');
      const { link, response } = truth.predictions[name] as Record<string, unknown>;
      close(
        truth.data.map((row) => linearPredictor(model, row)),
        link ?? response,
      );
    });
  }

  it('computes the covariance of the coefficients', async () => {
    for (const name of ['lm_inter', 'lm_sum', 'lm_poly', 'glm_binom', 'glm_cbind', 'glm_pois']) {
      const model = (await structureOf(name)) as RegressionModel;
      const { vcov } = truth.predictions[name] as { vcov: number[][] };
      close(model.covariance?.flat() ?? [], vcov.flat());
    }
  });

  it('computes none where the pivot names columns that are not there, or one twice', async () => {
    const stored = readFileSync(join(fixtures, 'lm_poly.rds'));
    const bytes = stored[0] === 0x1f ? gunzipSync(stored) : stored;
    const size = ((await structureOf('lm_poly')) as RegressionModel).coefficients.length;
    const pivot = bytes.indexOf(Buffer.from([...int(13), ...int(size), ...int(1), ...int(2)])) + 8;
    expect(pivot).toBeGreaterThan(8);
    for (const column of [1 << 30, 0, 1]) {
      const damaged = Buffer.from(bytes);
      damaged.writeInt32BE(column, pivot + 4);
      const { structure, close } = await openModelStructure('m.rds', memoryAccess({ 'm.rds': damaged }));
      await close();
      expect((structure as RegressionModel).covariance).toBeNull();
    }
  });

  it('tells family, link, levels, expressions and counts', async () => {
    const probit = (await structureOf('glm_probit')) as RegressionModel;
    expect([probit.family, probit.link, probit.origin.className]).toEqual(['binomial', 'probit', 'glm']);
    const counts = (await structureOf('glm_cbind')) as RegressionModel;
    expect(counts.response.columns).toEqual(['n1', 'n2']);
    const factor = (await structureOf('glm_factor')) as RegressionModel;
    expect(factor.response.levels).toEqual(['u', 'v']);
    const poly = (await structureOf('lm_poly')) as RegressionModel;
    expect(poly.predictors[0]).toMatchObject({ name: 'poly(x, 2)', kind: 'matrix' });
    expect(poly.columns[1]?.factors).toEqual([{ field: 'poly(x, 2)', kind: 'matrix-column', column: 0, name: '1' }]);
    const logged = (await structureOf('lm_logy')) as RegressionModel;
    expect(logged.response.expression).toMatchObject({ kind: 'call', function: 'log' });
    const aliased = (await structureOf('lm_alias')) as RegressionModel;
    expect(aliased.coefficients.find(({ name }) => name === 'I(2 * x)')?.value).toBeNull();
  });

  it('walks rpart trees as R does, surrogates and majority included', async () => {
    const model = (await structureOf('rpart_class')) as TreeModel;
    const { class: classes, class_na: withoutX, prob } = truth.predictions['rpart_class'] as Record<string, never>;
    const label = (row: Row) => model.target.levels?.[answersOf(model, row)[0] as number];
    expect(truth.data.map(label)).toEqual(classes);
    expect(truth.data.map(({ x: _, ...row }) => label(row))).toEqual(withoutX);
    expect(model.trees[0]?.nodes.flatMap(({ probabilities }) => probabilities ?? [])).toEqual(
      expect.arrayContaining((prob as unknown as number[][])[0] as number[]),
    );
    for (const name of ['rpart_anova', 'rpart_poisson']) {
      const tree = (await structureOf(name)) as TreeModel;
      close(
        truth.data.map((row) => answersOf(tree, row)[0] as number),
        truth.predictions[name]?.['response'],
      );
    }
  });

  it('walks random forests as R does', async () => {
    for (const name of ['rf_reg', 'rf_xy']) {
      const model = (await structureOf(name)) as TreeModel;
      expect(model.combination).toBe('mean');
      if (name === 'rf_reg')
        close(
          truth.data.map((row) => answersOf(model, row).reduce((sum, one) => sum + one, 0) / model.trees.length),
          truth.predictions[name]?.['response'],
        );
    }
    const model = (await structureOf('rf_class')) as TreeModel;
    const labels = truth.data.map((row) => {
      const votes = answersOf(model, row);
      const counts = (model.target.levels ?? []).map((_, i) => votes.filter((vote) => vote === i).length);
      return model.target.levels?.[counts.indexOf(Math.max(...counts))];
    });
    // Ties are broken by chance in R.
    const expected = truth.predictions['rf_class']?.['response'] as string[];
    expect(labels.filter((one, i) => one === expected[i]).length).toBeGreaterThanOrEqual(11);
  });

  it('reads centers of kmeans and coefficients of other models', async () => {
    const clusters = await structureOf('kmeans');
    if (clusters.kind !== 'clusters') throw new Error('no clusters');
    expect(clusters.fields.map(({ name }) => name)).toEqual(['x', 'z']);
    const { centers } = truth.predictions['kmeans'] as { centers: number[][] };
    close(clusters.centers.flat(), centers.flat());
    const arima = await structureOf('arima');
    expect(arima).toMatchObject({ kind: 'coefficients', coefficients: [{ name: 'ar1' }, { name: 'intercept' }] });
  });
});
