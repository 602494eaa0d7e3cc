import { describe, expect, it } from '@jest/globals';
import { assess } from '../../src/assess/assess.js';
import { embeddedCure } from '../../src/assess/embedded-cure.js';
import { trainingRows } from '../../src/assess/embedded-data.js';
import type { Evidence, Script } from '../../src/evidence/evidence.js';
import { GOOD_EVIDENCE, input, inspection, NO_EVIDENCE, tensor } from './make.js';

const evidence = (path: string, language: Script['language'], how: string, fit?: string): Evidence => ({
  ...NO_EVIDENCE,
  scripts: [{ path, language, role: 'train', writes: [{ model: 'm.rds', line: 30, how }] }],
  hyperparameters: fit === undefined ? [] : [{ source: fit, values: {} }],
});
const model = inspection('m.rds', { format: 'r-rds' });

describe('the cure for embedded training data', () => {
  it('names the line that fits the model in R, and what to add', () => {
    expect(embeddedCure(model, evidence('fit.R', 'r', 'saveRDS', 'fit.R:23 lm'))).toBe(
      'To save it without them, at `fit.R:23` (`lm`) add `model = FALSE, x = FALSE, y = FALSE`.',
    );
  });

  it('names the line that saves, where the fit is not known', () => {
    expect(embeddedCure(model, evidence('fit.R', 'r', 'saveRDS'))).toBe(
      'To save it without them, drop them before `fit.R:30`, for example with `butcher::butcher(fit)`.',
    );
    expect(embeddedCure(model, evidence('fit.py', 'python', 'pickle.dump'))).toContain('not the table');
    expect(embeddedCure(model, NO_EVIDENCE)).toBe('');
  });

  it('names what drops a captured environment, which no argument of the fit does', () => {
    const value = [{ path: 'environment$big', rows: 60, bytes: 900 }];
    const captured = inspection('m.rds', {
      format: 'r-rds',
      facts: [{ key: 'embedded_data', value, where: 'object' }],
    });
    expect(embeddedCure(captured, evidence('fit.R', 'r', 'saveRDS', 'fit.R:23 lm'))).toBe(
      'To save it without them, drop what the fit captured before `fit.R:30`, for example with `butcher::axe_env(fit)`.',
    );
  });

  it.each([
    ['neighbors', ['_fit_X']],
    ['samples of a clustering', ['core_sample_indices_', 'components_']],
  ])('says that %s are the model itself', (_, names) => {
    const model = inspection('m.rds', { format: 'pickle', tensors: names.map((name) => tensor(name, [9, 2])) });
    expect(embeddedCure(model, evidence('fit.py', 'python', 'joblib.dump'))).toContain('The rows are the model itself');
  });
});

describe('rows that do not leave their model', () => {
  const reasons = (contents: Parameters<typeof trainingRows>[0], ...names: string[]) =>
    names.map((name) => trainingRows(contents)(name) !== null);

  it('are those of every object of a file', () => {
    const told = (path: string) => ({ key: 'embedded_data', value: [{ path, rows: 9, bytes: 72 }], where: 'object' });
    const facts = [told('a$model'), told('b$model')];
    expect(reasons({ facts, tensors: [] }, 'a$model$x', 'b$model$x', 'b$coefficients')).toEqual([true, true, false]);
  });

  it('are those of a clustering, but no other components', () => {
    const names = ['a.core_sample_indices_', 'a.components_', 'pca.components_'];
    const tensors = names.map((name) => tensor(name, [9, 2]));
    expect(reasons({ facts: [], tensors }, ...names)).toEqual([false, true, false]);
  });
});

describe('targets of training rows', () => {
  it('do not leave their model either, and other arrays of that name do', () => {
    const names = ['knn._fit_X', 'knn._y', 'other._y', 'gp.X_train_', 'gp.y_train_'];
    const tensors = names.map((name) => tensor(name, [9, 2]));
    const held = names.map((name) => trainingRows({ facts: [], tensors })(name) !== null);
    expect(held).toEqual([true, true, false, true, true]);
  });
});

describe('evidence in an assessment', () => {
  it('has no mail addresses, home directories or passwords', () => {
    const values = { root: '/home/ada/data', mail: 'ada@example.org', url: 'https://ada:pw@host/x' };
    const { evidence: shown } = assess(
      input({ evidence: { ...GOOD_EVIDENCE, hyperparameters: [{ source: 'a@b.yaml', values }] } }),
    );
    expect(shown.hyperparameters).toEqual([
      {
        source: 'a@b.yaml',
        values: { root: '/home/[user]/data', mail: '[mail address]', url: 'https://[redacted]@host/x' },
      },
    ]);
  });
});
