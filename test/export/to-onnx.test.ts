import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { onnxAnswers } from '../../src/export/onnx/prove.js';
import { pmmlEvaluator } from '../../src/export/pmml/reading/evaluate.js';
import type { Row } from '../../src/export/predictions/rows.js';
import { singleTest } from '../../src/export/predictor/statistical.js';
import { memoryAccess } from '../formats/memory-access.js';
import { exported, fixture } from './in-memory.js';
import { pickled } from './pickled.js';

const truth = JSON.parse(String(fixture('estimators/truth.json'))) as {
  rows: [number, number, string][];
  pipeline: number[];
  boosting: number[];
  forest: number[];
  votes: { rows: [number, number][]; labels: number[]; scores: number[][] };
};
const bayes = JSON.parse(String(fixture('estimators/bayes.json'))) as Record<
  string,
  { rows: [number, number][]; labels: string[]; shares: number[][] }
>;
const columns = [{ name: 'a' }, { name: 'b' }];
const rows = truth.rows.map(([a, b, color]): Row => ({ a, b, color }));

async function onnxOf(file: string): Promise<Buffer> {
  const { document, written } = await exported(file, fixture(`estimators/${file}`), ['onnx']);
  expect(document.notPossible).toEqual([]);
  expect(document.exports[0]?.proof).toMatchObject({ method: 'predictions', inputs: { rows: 256 } });
  expect(document.exports[0]?.proof.verdict).not.toBe('not-equal');
  return Object.values(written)[0] as Buffer;
}
const answers = async (bytes: Buffer, inputs = columns as Parameters<typeof onnxAnswers>[1], given = rows) =>
  Array.from(
    await onnxAnswers({ path: 'm.onnx', files: memoryAccess({ 'm.onnx': bytes }) }, inputs, given),
    (answer) => new Map(answer.map(({ name, value }) => [name, value])),
  );

describe('PMML of scikit-learn estimators', () => {
  it('predicts with a forest what scikit-learn predicts', async () => {
    const { document, written } = await exported('forest.joblib', fixture('estimators/forest.joblib.gz'), ['pmml']);
    expect(document.exports[0]?.proof.verdict).not.toBe('not-equal');
    const evaluate = pmmlEvaluator(String(written['forest.pmml']));
    for (const [i, wanted] of truth.forest.entries()) {
      const [x0, x1] = truth.rows[i] as [number, number, string];
      expect(evaluate({ x0, x1 })).toEqual([{ name: 'prediction', value: expect.closeTo(wanted, 12) }]);
    }
  });

  it('predicts with a chain of boosted trees, and with a pipeline of derived fields', async () => {
    for (const [file, wanted] of [
      ['boosting.joblib', truth.boosting.map((score) => 1 / (1 + Math.exp(-score)))],
      ['pipeline.pkl', truth.pipeline],
    ] as const) {
      const { document, written } = await exported(file, fixture(`estimators/${file}`), ['pmml']);
      expect(document.notPossible).toEqual([]);
      expect(document.exports[0]?.proof.verdict).not.toBe('not-equal');
      const evaluate = pmmlEvaluator(String(Object.values(written)[0]));
      for (const [i, share] of wanted.entries()) {
        const [a, b, color] = truth.rows[i] as [number, number, string];
        const [label, ...shares] = evaluate({ x0: a, x1: b, x2: color });
        expect(shares[1]?.value).toBeCloseTo(share, 12);
        expect(shares[1]?.name).toBe(`probability(${share > 0.5 ? label?.value : shares[1]?.name.slice(12, -1)})`);
      }
    }
  });

  it('has no place for an MLP', async () => {
    const reason = async (file: string, bytes: Uint8Array) =>
      (await exported(file, bytes, ['pmml'])).document.notPossible[0]?.reason;
    expect(await reason('mlp.pkl', fixture('estimators/mlp.pkl'))).toContain('nothing here writes');
  });

  it('tests doubles as scikit-learn tests the single floats nearest to them', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e30, max: 1e30 }),
        fc.integer({ min: -3, max: 3 }),
        (threshold, ulps) => {
          const test = singleTest(0, threshold);
          if (test.kind === 'levels') throw new Error('expected a threshold');
          for (const at of [threshold, test.threshold, Math.fround(threshold)]) {
            const x = at * (1 + ulps * 2 ** -52);
            const said = test.kind === 'less' ? x < test.threshold : x <= test.threshold;
            expect(said).toBe(Math.fround(x) <= threshold);
          }
        },
      ),
    );
  });
});

describe('ONNX of scikit-learn estimators', () => {
  it('predicts with a forest what scikit-learn predicts', async () => {
    const found = await answers(await onnxOf('forest.joblib.gz'));
    for (const [i, wanted] of truth.forest.entries()) expect(found[i]?.get('prediction')).toBeCloseTo(wanted, 12);
  });

  it('predicts with gradient boosting what scikit-learn predicts', async () => {
    const found = await answers(await onnxOf('boosting.joblib'));
    for (const [i, wanted] of truth.boosting.entries()) {
      expect(found[i]?.get('probabilities[1]')).toBeCloseTo(1 / (1 + Math.exp(-wanted)), 12);
      expect(found[i]?.get('prediction')).toBe(wanted > 0 ? 'yes' : 'no');
    }
  });

  it('takes a pipeline with columns of numbers and of text as one input a column', async () => {
    const found = await answers(await onnxOf('pipeline.pkl'), [...columns, { name: 'color', levels: ['red'] }]);
    for (const [i, wanted] of truth.pipeline.entries())
      expect(found[i]?.get('probabilities[1]')).toBeCloseTo(wanted, 12);
  });

  it('writes the same bytes every time', async () => {
    expect((await onnxOf('mlp.pkl')).equals(await onnxOf('mlp.pkl'))).toBe(true);
  });

  it('finds weights that were changed after they were written', async () => {
    const { document } = await exported('kmeans.joblib', fixture('estimators/kmeans.joblib'), ['onnx'], {
      damage: (file) => {
        const at = file.indexOf('centers') + 20;
        file.writeUInt8(file.readUInt8(at) ^ 0x70, at);
        return file;
      },
    });
    expect(document.exports).toMatchObject([{ to: 'onnx', proof: { verdict: 'not-equal' } }]);
  });

  it('counts the votes of a linear kernel machine for several classes as scikit-learn does, even ones too', async () => {
    const { rows: grid, labels, scores } = truth.votes;
    const given = grid.map(([a, b]): Row => ({ a, b }));
    const found = await answers(await onnxOf('votes.pkl'), columns, given);
    expect(found.map((answer) => answer.get('prediction'))).toEqual(labels);
    for (const [i, row] of scores.entries())
      for (const [at, score] of row.entries()) expect(found[i]?.get(`scores[${at}]`)).toBeCloseTo(score, 9);
  });

  it.each(Object.keys(bayes))(
    'predicts with naive Bayes (%s) what scikit-learn predicts, as PMML too',
    async (kind) => {
      const { rows: points, labels, shares } = bayes[kind] as (typeof bayes)[string];
      const found = await answers(await onnxOf(`${kind}.pkl`), columns, points.map(([a, b]): Row => ({ a, b }))); // biome-ignore format: one line reads best
      const { document, written } = await exported(`${kind}.pkl`, fixture(`estimators/${kind}.pkl`), ['pmml']);
      expect(document.exports[0]?.proof).toMatchObject({ compared: 256, verdict: expect.not.stringContaining('not') });
      const evaluate = pmmlEvaluator(String(written[`${kind}.pmml`]));
      for (const [i, row] of shares.entries()) {
        const [x0, x1] = points[i] as [number, number];
        const [label, ...others] = evaluate({ x0, x1 });
        expect([found[i]?.get('prediction'), label?.value]).toEqual([labels[i], labels[i]]);
        for (const [at, share] of row.entries()) {
          expect(found[i]?.get(`probabilities[${at}]`)).toBeCloseTo(share, 9);
          expect(others[at]?.value).toBeCloseTo(share, 9);
        }
      }
    },
  );

  it('keeps support vectors of other kernels in their file', async () => {
    for (const name of ['SVC', 'SVR', 'NuSVC', 'NuSVR']) {
      const machine = pickled({ class: `sklearn.svm._classes.${name}`, attributes: { kernel: 'rbf' } });
      const { document } = await exported('m.pkl', machine, ['onnx', 'pmml']);
      expect(document.notPossible.map(({ reason }) => reason)).toEqual([
        expect.stringContaining('rows of the training data; data never leaves in an export'),
        expect.stringContaining('rows of the training data; data never leaves in an export'),
      ]);
    }
  });
});
