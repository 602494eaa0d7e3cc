import { describe, expect, it } from '@jest/globals';
import { documentOf } from '../../src/export/pmml/document.js';
import { element, elementLater, xmlText } from '../../src/export/pmml/element.js';
import { columnsInPmml, predictorBody } from '../../src/export/pmml/from-predictor.js';
import { pmmlEvaluator } from '../../src/export/pmml/reading/evaluate.js';
import { predict } from '../../src/export/predictor/evaluate.js';
import type { BinaryTree, Predictor } from '../../src/export/predictor/predictor.js';
import { wholeBytes } from '../../src/export/whole-text.js';
import type { Origin } from '../../src/formats/structure/origin.js';
import { exported } from './in-memory.js';
import { pickled } from './pickled.js';

const origin: Origin = { framework: 'scikit-learn', version: '1.7.0', className: 'sklearn.Test' };

function evaluatorOf(predictor: Predictor): ReturnType<typeof pmmlEvaluator> {
  const document = documentOf(
    { path: 'm.pkl', sha256: '' },
    columnsInPmml(predictor),
    predictorBody(predictor, origin),
  );
  return pmmlEvaluator([...xmlText(document)].join(''));
}

describe('elements of a document', () => {
  it('stand in their places, and have their content no sooner than it is written', () => {
    let made = 0;
    const later = (): ReturnType<typeof element> =>
      elementLater('later', { id: 1 }, () => {
        made += 1;
        return [element('a', { b: '<"' }), element('text', {}, ['1 < 2'])];
      });
    const seen: [string, number][] = [];
    for (const line of xmlText(element('root', {}, [element('empty'), later(), element('deep', {}, [later()])])))
      seen.push([line, made]);
    const content = (indent: string): string[] => [
      `${indent}<later id="1">\n`,
      `${indent}  <a b="&lt;&quot;"/>\n`,
      `${indent}  <text>1 &lt; 2</text>\n`,
      `${indent}</later>\n`,
    ];
    const lines = ['<root>\n', '  <empty/>\n', ...content('  '), '  <deep>\n', ...content('    '), '  </deep>\n', '</root>\n']; // biome-ignore format: one line reads best
    expect(seen.slice(1).map(([line]) => line)).toEqual(lines);
    expect(seen.slice(1).map(([, count]) => count)).toEqual([0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
  });
});

/** Says one number up to 0 and another one above. */
const stump = (low: number, high: number): BinaryTree => ({
  left: [1, -1, -1],
  right: [2, -1, -1],
  feature: [0, -2, -2],
  threshold: [0, -2, -2],
  missingLeft: null,
  says: [[], [[0, low]], [[0, high]]],
});

const boosting = (count: number, rate: number): Predictor => ({
  name: 'GradientBoostingRegressor',
  inputs: [{ name: 'x0' }],
  steps: [],
  model: {
    kind: 'trees',
    trees: Array.from({ length: count }, (_, i) => stump(i, -i)),
    outputs: 1,
    rate,
    start: [0],
    decidesMissing: false,
  },
  outcome: { kind: 'number', inverse: 'identity' },
});

describe('PMML of scikit-learn estimators', () => {
  it('takes a sum at the learning rate of a tenth for no mean of ten trees', () => {
    for (const count of [5, 10]) {
      const predictor = boosting(count, 0.1);
      for (const row of [{ x0: -1 }, { x0: 1 }]) expect(evaluatorOf(predictor)(row)).toEqual(predict(predictor, row));
    }
  });

  it('gives the target of a forest a name that no column has', () => {
    const forest = { ...boosting(2, 0.5), inputs: [{ name: 'response' }] };
    const row = { response: 1 };
    expect(evaluatorOf(forest)(row)).toEqual(predict(forest, row));
  });

  it('gives its own fields names that no column has', async () => {
    const linear = (names: string[]) =>
      pickled({
        class: 'sklearn.linear_model._base.LinearRegression',
        attributes: { coef_: [2, 3], intercept_: 1, n_features_in_: 2, feature_names_in_: names },
      });
    const { document, written } = await exported('m.pkl', linear(['prediction', 'response']), ['pmml']);
    expect(document.exports).toMatchObject([{ proof: { verdict: 'equal' } }]);
    const text = String(written['m.pmml']);
    expect(text).toContain('<OutputField name="prediction.1"');
    expect(text).toContain('<DataField name="response.1"');
    const { document: twice } = await exported('m.pkl', linear(['a', 'a']), ['pmml']);
    expect(twice.notPossible).toMatchObject([{ reason: expect.stringContaining('two fields are called a') }]);
  });
});

describe('the text of a document', () => {
  it('is what its parts say, and refused where it is too long', () => {
    const parts = ['a', 'é', 'b'.repeat(2 ** 20), 'c'];
    expect(String(wholeBytes(parts))).toBe(parts.join(''));
    function* endless(): Generator<string> {
      for (;;) yield 'x'.repeat(1_000);
    }
    expect(() => wholeBytes(endless(), 2 ** 22)).toThrow('longer than 4194304 bytes');
  });
});
