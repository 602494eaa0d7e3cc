import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { exported, fixture } from './in-memory.js';

const truth = JSON.parse(readFileSync(new URL('../fixtures/r-models/truth.json', import.meta.url), 'utf8')) as {
  predictions: Record<string, { vcov?: number[][]; coef?: number[] }>;
};

interface Table {
  formula: string;
  coefficients: { name: string; value: number | null }[];
  covariance: (number | null)[][] | null;
  levels: Record<string, string[]>;
}
const run = async (name: string) => {
  const { document, written } = await exported(`${name}.rds`, fixture(`r-models/${name}.rds`), ['coefficients']);
  return { document, table: JSON.parse(String(written[`${name}.coefficients.json`])) as Table, written };
};

describe('coefficients as text', () => {
  it('writes coefficients, covariance, formula and levels of a linear model as R has them', async () => {
    const { document, table, written } = await run('lm_inter');
    expect(document.exports).toMatchObject([{ proof: { method: 'coefficients', verdict: 'equal', compared: 8 } }]);
    expect(table.formula).toBe('y ~ x * f + log(z) + I(x^2)');
    expect(table.levels).toEqual({ f: ['a', 'b', 'c'] });
    const vcov = truth.predictions['lm_inter']?.vcov as number[][];
    for (const [i, row] of vcov.entries())
      for (const [j, value] of row.entries()) expect(table.covariance?.[i]?.[j]).toBeCloseTo(value, 10);
    expect(String(written['lm_inter.coefficients.csv']).split('\n')[0]).toBe('name,outcome,value,standard_error');
  });

  it('leaves what was not estimated empty', async () => {
    const { table } = await run('lm_alias');
    expect(table.coefficients.find(({ name }) => name === 'I(2 * x)')?.value).toBeNull();
  });

  it('writes models of any other class', async () => {
    const { document, table } = await run('arima');
    expect(document.exports).toMatchObject([{ proof: { verdict: 'equal' } }]);
    expect(table.coefficients.map(({ value }) => value)).toEqual([
      expect.closeTo(truth.predictions['arima']?.coef?.[0] as number, 12),
      expect.closeTo(truth.predictions['arima']?.coef?.[1] as number, 12),
    ]);
  });

  it('finds the estimates of classes that keep them elsewhere', async () => {
    const wanted = JSON.parse(String(fixture('r-estimates/truth.json'))) as Record<string, number[]>;
    const tables: Record<string, Table> = {};
    for (const name of ['nls', 'glmnet', 'multinom', 'survreg']) {
      const { document, written } = await exported(`${name}.rds`, fixture(`r-estimates/${name}.rds`), ['coefficients']);
      expect(document.exports).toMatchObject([{ proof: { verdict: 'equal', compared: wanted[name]?.length } }]);
      const table = JSON.parse(String(written[`${name}.coefficients.json`])) as Table;
      expect(table.coefficients.map(({ value }) => value)).toEqual(
        wanted[name]?.map((value) => expect.closeTo(value, 12)),
      );
      tables[name] = table;
    }
    const names = (name: string) => tables[name]?.coefficients.map((one) => one.name);
    expect(names('nls')).toEqual(['a', 'b']);
    expect(names('multinom')?.slice(0, 4)).toEqual(['b:(Intercept)', 'b:x', 'b:z', 'c:(Intercept)']);
    expect(names('glmnet')?.[1]).toMatch(/^lambda=[0-9.]+:x$/);
    expect(names('survreg')?.at(-1)).toBe('Log(scale)');
    const covariance = wanted['survreg_vcov'] as unknown as number[][];
    expect(tables['survreg']?.covariance?.[2]?.[2]).toBeCloseTo(covariance[2]?.[2] as number, 10);
  });

  it('computes the covariance that R computes, of what each class keeps', async () => {
    const wanted = JSON.parse(String(fixture('r-estimates/truth.json'))) as Record<string, number[][]>;
    const expected: Record<string, [formula: string, name: string, levels: Record<string, string[]>]> = {
      nls: ['y ~ a * exp(b * x)', 'b', {}],
      // Groups are who was measured: their names stay.
      lmer: ['y ~ x * k + (1 | g)', 'x', { k: ['p', 'q'] }],
      glmer: ['b ~ x + (1 | g)', 'x', {}],
      polr: ['o ~ z', 'low|mid', { o: ['low', 'mid', 'high'] }],
      lme: ['y ~ k', 'kq', { k: ['p', 'q'] }],
      gls: ['y ~ x', 'x', {}],
      mlm: ['cbind(y, z) ~ x + k', 'y:x', { k: ['p', 'q'] }],
    };
    for (const [name, [formula, second, levels]] of Object.entries(expected)) {
      const { document, written } = await exported(`${name}.rds`, fixture(`r-estimates/${name}.rds`), ['coefficients']);
      expect(document.exports).toMatchObject([{ proof: { verdict: 'equal' } }]);
      const table = JSON.parse(String(written[`${name}.coefficients.json`])) as Table;
      expect(table).toMatchObject({ formula, levels });
      expect(table.coefficients[1]?.name).toBe(second);
      const covariance = wanted[`${name}_vcov`] as number[][];
      expect(table.covariance).toHaveLength(covariance.length);
      for (const [i, row] of covariance.entries())
        for (const [j, value] of row.entries())
          expect(Math.abs((table.covariance?.[i]?.[j] ?? Number.NaN) - value)).toBeLessThanOrEqual(
            1e-7 * Math.abs(value),
          );
    }
  });

  it('finds whatever was changed in either file after it was written', async () => {
    const changes: [RegExp, string][] = [
      [/"value": (-?\d)/, '"value": 1'],
      [/"dispersion": /, '"dispersion": 1'],
      [/"residualDegreesOfFreedom": /, '"residualDegreesOfFreedom": 1'],
      [/"family": "binomial"/, '"family": "poisson"'],
      [/"link": "logit"/, '"link": "probit"'],
      [/"frameworkVersion": "/, '"frameworkVersion": "1'],
      [/"covariance": \[/, '"covariance": [[0],'],
      // The table beside it: a name, a value, a standard error, a row more, a row less.
      [/\n"?\(Intercept\)/, '\n(Intersect)'],
      [/\n([^,\n]+),,(-?)/, '\n$1,,$21'],
      [/(\d)\n$/, '$11\n'],
      [/(\n[^{}\n]+\n)$/, '$1x,,1,1\n'],
      [/(?<=,[\d.]+)\n[^{}\n]+\n$/, '\n'],
    ];
    for (const [pattern, other] of changes) {
      let times = 0;
      const { document } = await exported('m.rds', fixture('r-models/glm_binom.rds'), ['coefficients'], {
        damage: (file) => {
          const changed = Buffer.from(String(file).replace(pattern, other));
          if (!changed.equals(file)) times++;
          return changed;
        },
      });
      expect({ pattern, times, verdict: document.exports[0]?.proof.verdict }).toEqual({
        pattern,
        times: 1,
        verdict: 'not-equal',
      });
    }
  });

  it('takes text that is cut off, or no table at all, for a copy that is not equal', async () => {
    for (const ending of ['.json', '.csv'])
      for (const damage of [
        (file: Buffer) => file.subarray(0, file.length - 9),
        () => Buffer.from('[1]'),
        () => Buffer.from('{"schema": "modelbag/coefficients/1"}'),
        () => Buffer.alloc(0),
      ]) {
        const { document } = await exported('arima.rds', fixture('r-models/arima.rds'), ['coefficients'], {
          damage: (file) => (String(file).startsWith('{') === (ending === '.json') ? damage(file) : file),
        });
        expect(document.exports).toMatchObject([{ proof: { method: 'coefficients', verdict: 'not-equal' } }]);
      }
  });

  it('never writes the vectors of an R model as tensors: they are its data', async () => {
    const to = ['safetensors', 'npz', 'json', 'csv'];
    for (const name of ['lm_inter', 'rf_class', 'arima']) {
      const { document, written } = await exported(`${name}.rds`, fixture(`r-models/${name}.rds`), to);
      expect(written).toEqual({});
      expect(document.notPossible.map((answer) => answer.to)).toEqual(to);
      expect(document.notPossible[0]).toMatchObject({
        reason: expect.stringContaining('data'),
        instead: expect.stringContaining('--to pmml'),
      });
    }
  });
});
