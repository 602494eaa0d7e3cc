import {
  classesOf,
  dimensionsOf,
  memberOf,
  membersOf,
  type RObject,
  textsOf,
} from '../../containers/r-serialization.js';
import { fieldOf, MIXED_CLASSES } from './r-covariances.js';
import { closureVariable, dimensionNames, memberAt, namesOf, type RReading, texts } from './r-reading.js';
import type { CoefficientModel } from './statistical-model.js';

export type Estimates = CoefficientModel['coefficients'];
type ReadEstimates = (object: RObject, reading: RReading) => Promise<Estimates>;

/** Where fitting functions keep their estimates. */
const MEMBERS = ['coefficients', 'coef', 'par', 'estimate', 'beta', 'fixef'];

/** The estimates of a fitted model under the names that R gives them; empty where it holds none. */
export async function estimatesOf(object: RObject, reading: RReading): Promise<Estimates> {
  for (const name of classesOf(object)) {
    const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    if (read) return read(object, reading);
  }
  const stored = MEMBERS.map((name) => memberOf(object, name)).find((value) => value?.kind === 'double');
  return stored ? namedNumbers(stored, reading) : [];
}

/** Numbers with their names; of a matrix with those of column and row. */
async function namedNumbers(value: RObject | undefined, reading: RReading, prefix = ''): Promise<Estimates> {
  if (!value) return [];
  const numbers = await reading.numbers(value);
  const dimensions = dimensionsOf(value);
  const [rows, columns] = dimensionNames(value);
  const names = namesOf(value);
  return numbers.map((number, i) => {
    const height = dimensions?.[0] ?? 1;
    const name = dimensions
      ? `${columns?.[Math.floor(i / height)] ?? Math.floor(i / height) + 1}:${rows?.[i % height] ?? (i % height) + 1}`
      : (names[i] ?? String(i + 1));
    return estimate(`${prefix}${name}`, number);
  });
}

const estimate = (name: string, value: number | undefined): Estimates[number] => ({
  name,
  value: value === undefined || Number.isNaN(value) ? null : value,
});

/** Members one behind the other, each after the first with its name before its own names. */
const members =
  (first: string, ...others: string[]): ReadEstimates =>
  async (object, reading) => [
    ...(await namedNumbers(memberAt(object, first), reading)),
    ...(await Promise.all(others.map((name) => namedNumbers(memberOf(object, name), reading, `${name}:`)))).flat(),
  ];

/** Fixed effects of lme4, named by the columns of their design. */
const fixedEffects: ReadEstimates = async (object, reading) => {
  const design = fieldOf(object, 'X');
  const names = (design && dimensionNames(design)[1]) ?? [];
  const effects = await reading.numbers(memberOf(object, 'beta'));
  return effects.map((effect, i) => estimate(names[i] ?? String(i + 1), effect));
};

const READERS: Readonly<Record<string, ReadEstimates>> = {
  ...Object.fromEntries(MIXED_CLASSES.map((name) => [name, fixedEffects])),
  princomp: members('loadings', 'sdev', 'center', 'scale'),
  factanal: members('loadings', 'uniquenesses'),
  lme: members('coefficients$fixed'),
  prcomp: members('rotation', 'sdev', 'center', 'scale'),
  lda: members('scaling', 'prior'),
  async polr(object, reading) {
    // R's `vcov` has the thresholds behind the coefficients, too.
    return [
      ...(await namedNumbers(memberOf(object, 'coefficients'), reading)),
      ...(await namedNumbers(memberOf(object, 'zeta'), reading)),
    ];
  },
  async survreg(object, reading) {
    const found = await namedNumbers(memberOf(object, 'coefficients'), reading);
    const matrix = await reading.matrix(memberOf(object, 'var'));
    const scales = await reading.numbers(memberOf(object, 'scale'));
    // Fixed scales have no place in the covariance.
    const isEstimated = matrix?.rows === found.length + scales.length;
    return [...found, ...(isEstimated ? scales.map((scale) => estimate('Log(scale)', Math.log(scale))) : [])];
  },
  nls: parametersOfClosure,
  multinom,
  nnet,
  glmnet: lambdaPath,
  async 'cv.glmnet'(object, reading) {
    const fit = memberOf(object, 'glmnet.fit');
    const chosen = await Promise.all(
      ['lambda.min', 'lambda.1se'].map(async (name) =>
        estimate(name, (await reading.numbers(memberOf(object, name)))[0]),
      ),
    );
    return fit ? [...chosen, ...(await lambdaPath(fit, reading))] : [];
  },
};

/**
 * `nls` keeps its parameters in the environment of its functions, as `internalPars`; their names are those of `ind`. Those
 * that enter linearly (`plinear`) are `lin`.
 */
async function parametersOfClosure(object: RObject, reading: RReading): Promise<Estimates> {
  const held = (name: string): RObject | undefined => closureVariable(memberOf(object, 'm'), name);
  const parameters = held('internalPars');
  const names = [namesOf(parameters), namesOf(held('ind'))].find(({ length }) => length > 0) ?? [];
  const own = (await reading.numbers(parameters)).map((value, i) => estimate(names[i] ?? String(i + 1), value));
  const linear = await reading.numbers(held('lin'));
  const labels = namesOf(held('lin'));
  const label = (i: number): string => (labels[i] ? `.${labels[i]}` : linear.length > 1 ? String(i + 1) : '');
  return [...own, ...linear.map((value, i) => estimate(`.lin${label(i)}`, value))];
}

/** Weights of `nnet` under the names that its `summary` gives them: b the bias, i inputs, h hidden units, o outputs. */
async function nnet(object: RObject, reading: RReading): Promise<Estimates> {
  const [layers, starts, from, weights] = await Promise.all(
    ['n', 'nconn', 'conn', 'wts'].map((name) => reading.numbers(memberOf(object, name))),
  );
  const [inputs = 0, hidden = 0, outputs = 0] = layers ?? [];
  const unit = (number: number): string => {
    if (number === 0) return 'b';
    if (number <= inputs) return `i${number}`;
    if (number <= inputs + hidden) return `h${number - inputs}`;
    return outputs === 1 ? 'o' : `o${number - inputs - hidden}`;
  };
  const found: Estimates = [];
  for (let to = 0; to + 1 < (starts ?? []).length; to++)
    for (let i = starts?.[to] ?? 0; i < (starts?.[to + 1] ?? 0); i++)
      found.push(estimate(`${unit(from?.[i] ?? 0)}->${unit(to)}`, weights?.[i]));
  return found;
}

/** Log-odds against the first class, class by class (`coef.multinom`). */
async function multinom(object: RObject, reading: RReading): Promise<Estimates> {
  const names = texts(memberOf(object, 'vcoefnames'));
  const levels = texts(memberOf(object, 'lev'));
  const weights = await reading.numbers(memberOf(object, 'wts'));
  if (levels.length === 2) return names.map((name, i) => estimate(name, weights[i + 1]));
  const width = weights.length / levels.length;
  return levels
    .slice(1)
    .flatMap((level, row) => names.map((name, i) => estimate(`${level}:${name}`, weights[(row + 1) * width + i + 1])));
}

/** Intercepts and sparse coefficients for every λ; of several classes one matrix each. */
async function lambdaPath(object: RObject, reading: RReading): Promise<Estimates> {
  const lambdas = await reading.numbers(memberOf(object, 'lambda'));
  const intercepts = memberOf(object, 'a0');
  const beta = memberOf(object, 'beta');
  if (!beta || lambdas.length === 0) return [];
  const starts = intercepts ? await reading.numbers(intercepts) : [];
  const classes = beta.kind === 'list' ? membersOf(beta) : [{ name: null, value: beta }];
  const found: Estimates = [];
  for (const [k, { name, value }] of classes.entries()) {
    const matrix = await sparseColumns(value, reading);
    for (const [step, lambda] of lambdas.entries()) {
      const place = `${name === null ? '' : `${name}:`}lambda=${lambda}`;
      // a0 of several classes has one row each.
      const start = starts[classes.length === 1 ? step : step * classes.length + k];
      if (start !== undefined) found.push(estimate(`${place}:(Intercept)`, start));
      for (const [row, coefficient] of (matrix?.columns[step] ?? []).entries())
        found.push(estimate(`${place}:${matrix?.rowNames[row] ?? row + 1}`, coefficient));
    }
  }
  return found;
}

/** A `dgCMatrix` of the package Matrix by columns: `p` where each begins, `i` rows from 0, `x` values. */
async function sparseColumns(
  matrix: RObject,
  reading: RReading,
): Promise<{ columns: number[][]; rowNames: string[] } | null> {
  const [starts, rows, values, size] = await Promise.all(
    ['p', 'i', 'x', 'Dim'].map((name) => reading.numbers(memberOf(matrix, name))),
  );
  const [height = 0, width = 0] = size ?? [];
  if (!starts || starts.length !== width + 1 || height * width > MOST_COEFFICIENTS) return null;
  const columns = Array.from({ length: width }, (_, column) => {
    const dense = new Array<number>(height).fill(0);
    for (let at = starts[column] ?? 0; at < (starts[column + 1] ?? 0); at++) dense[rows?.[at] ?? 0] = values?.[at] ?? 0;
    return dense;
  });
  const names = memberOf(matrix, 'Dimnames');
  const [first] = names?.kind === 'list' ? names.items : [];
  return { columns, rowNames: first ? textsOf(first).map((text) => text ?? 'NA') : [] };
}

/** Coefficients of all λ together; text of more is for nobody. */
const MOST_COEFFICIENTS = 5_000_000;
