import { append } from '../../bytes/append.js';
import { isEstimator } from '../../formats/structure/python-estimator.js';
import type { Estimator, EstimatorValue } from '../../formats/structure/structure.js';
import { NotExportable } from '../not-exportable.js';
import { Attributes, itemsOf, labelsIn, numbersIn, shortName } from './attributes.js';
import { MOST_COLUMNS } from './fits.js';
import type { Step } from './predictor.js';
import { bestColumns, polynomials, supportedColumns, varianceThreshold } from './read-selections.js';

type Part = Extract<Step, { kind: 'columns' }>['parts'][number];
type ReadStep = (attributes: Attributes) => Promise<Step[]>;

/** Steps of a transformer by its class. */
export async function readSteps(estimator: Estimator): Promise<Step[]> {
  const name = shortName(estimator);
  const read = Object.hasOwn(TRANSFORMERS, name) ? (TRANSFORMERS[name] as ReadStep) : null;
  if (!read && VECTORIZERS.has(name))
    throw new NotExportable(
      `${name} finds the words of a text, which neither ONNX nor PMML has one rule for`,
      'In Python: joblib.dump(pipeline[1:], "model.joblib"), what comes behind it; then modelbag export model.joblib --to onnx',
    );
  if (!read) throw new NotExportable(`nothing here computes what ${name} does`);
  return read(new Attributes(estimator));
}

/** They take text and give counts. */
const VECTORIZERS: ReadonlySet<string> = new Set(['CountVectorizer', 'TfidfVectorizer', 'HashingVectorizer']);

const TRANSFORMERS: Readonly<Record<string, ReadStep>> = {
  async StandardScaler(one) {
    const [mean, scale] = [one.has('mean_'), one.has('scale_')];
    return [
      {
        kind: 'affine',
        ...(mean && one.value('with_mean') !== false && { subtract: await one.numbers('mean_') }),
        ...(scale && { divide: await one.numbers('scale_') }),
      },
    ];
  },
  async MinMaxScaler(one) {
    const range = one.flag('clip') ? await numbersIn(one.value('feature_range'), 'feature_range') : null;
    return [
      {
        kind: 'affine',
        multiply: await one.numbers('scale_'),
        add: await one.numbers('min_'),
        ...(range && { range: [range[0] as number, range[1] as number] }),
      },
    ];
  },
  MaxAbsScaler: async (one) => [{ kind: 'affine', divide: await one.numbers('scale_') }],
  async RobustScaler(one) {
    return [
      {
        kind: 'affine',
        ...(one.has('center_') && { subtract: await one.numbers('center_') }),
        ...(one.has('scale_') && { divide: await one.numbers('scale_') }),
      },
    ];
  },
  async Normalizer(one) {
    const norm = one.text('norm') || 'l2';
    return norm === 'l1' || norm === 'l2' || norm === 'max'
      ? [{ kind: 'normalize', norm }]
      : one.refuse(`norm ${norm}`);
  },
  Binarizer: async (one) => [{ kind: 'binarize', threshold: one.number('threshold', 0) }],
  PCA: async (one) => [
    {
      kind: 'project',
      mean: one.has('mean_') ? await one.numbers('mean_') : null,
      components: await one.matrix('components_'),
      scale: one.flag('whiten') ? (await one.numbers('explained_variance_')).map(Math.sqrt) : null,
    },
  ],
  TruncatedSVD: async (one) => [
    { kind: 'project', mean: null, components: await one.matrix('components_'), scale: null },
  ],
  async SimpleImputer(one) {
    const missing = one.value('missing_values');
    if (typeof missing === 'number' && !Number.isNaN(missing)) one.refuse(`${missing} stands for a missing value`);
    const values = await one.labels('statistics_');
    if (values.some(Number.isNaN)) one.refuse('a column without any value');
    const impute: Step = { kind: 'impute', values };
    if (!one.flag('add_indicator')) return [impute];
    const from = await new Attributes(one.inner('indicator_')).numbers('features_');
    const all = values.map((_, i) => i);
    return [
      {
        kind: 'columns',
        parts: [
          { from: all, steps: [impute] },
          { from, steps: [{ kind: 'missing' }] },
        ],
      },
    ];
  },
  async MissingIndicator(one) {
    if (!one.has('features_')) one.refuse('it says of no column where values are missing');
    return [{ kind: 'columns', parts: [{ from: await one.numbers('features_'), steps: [{ kind: 'missing' }] }] }];
  },
  async OrdinalEncoder(one) {
    if (one.has('min_frequency') || one.has('max_categories')) one.refuse('infrequent categories');
    const columns = [];
    for (const [i, list] of one.items('categories_').entries()) {
      const categories = await labelsIn(list, `categories_[${i}]`);
      if (categories.some(Number.isNaN)) one.refuse('missing values are a category of their own');
      columns.push({ categories });
    }
    const missing = one.number('encoded_missing_value', Number.NaN);
    if (!Number.isNaN(missing)) one.refuse(`missing values become ${missing}`);
    const value = one.number('unknown_value', Number.NaN);
    const isKnown = one.text('handle_unknown') === 'use_encoded_value' && !Number.isNaN(value);
    return [{ kind: 'ordinal', columns, unknown: isKnown ? value : null }];
  },
  async FunctionTransformer(one) {
    return one.has('func') ? one.refuse('a function of Python') : [];
  },
  VarianceThreshold: varianceThreshold,
  SelectKBest: bestColumns,
  RFE: supportedColumns,
  RFECV: supportedColumns,
  PolynomialFeatures: polynomials,
  FeatureUnion: featureUnion,
  async OneHotEncoder(one) {
    if (one.has('min_frequency') || one.has('max_categories')) one.refuse('infrequent categories');
    const drops = one.has('drop_idx_') ? itemsOf(one.value('drop_idx_')) : [];
    const columns = [];
    for (const [i, list] of one.items('categories_').entries()) {
      const categories = await labelsIn(list, `categories_[${i}]`);
      if (categories.some(Number.isNaN)) one.refuse('missing values are a category of their own');
      const dropped = drops[i] === undefined || drops[i] === null ? -1 : Number(drops[i]);
      if (one.has('drop_idx_') && drops.length === 0) one.refuse('dropped categories that the file keeps elsewhere');
      columns.push({ categories, kept: categories.map((_, at) => at).filter((at) => at !== dropped) });
    }
    return [{ kind: 'one-hot', columns }];
  },
  async Pipeline(one) {
    const steps: Step[] = [];
    for (const pair of one.items('steps')) {
      const member = itemsOf(pair)[1] ?? null;
      if (isEstimator(member)) append(steps, await readSteps(member));
      else if (member !== null && member !== 'passthrough') one.refuse('one of its steps is no estimator');
    }
    return steps;
  },
  ColumnTransformer: columnTransformer,
};

/** Every part sees all columns. */
async function featureUnion(one: Attributes): Promise<Step[]> {
  if (one.has('transformer_weights')) one.refuse('weights of its parts');
  const members = one.items('transformer_list').map((pair) => itemsOf(pair)[1] ?? null);
  const width = members
    .filter(isEstimator)
    .reduce((most, member) => Math.max(most, new Attributes(member).columnCount()), 0);
  if (width === 0 || width > MOST_COLUMNS) one.refuse('no part says how many columns it takes');
  const from = Array.from({ length: width }, (_, i) => i);
  const parts: Part[] = [];
  for (const member of members) {
    if (member === 'drop') continue;
    if (member !== 'passthrough' && !isEstimator(member)) one.refuse('a part that is no estimator');
    parts.push({ from, steps: isEstimator(member) ? await readSteps(member) : [] });
  }
  return [{ kind: 'columns', parts }];
}

async function columnTransformer(one: Attributes): Promise<Step[]> {
  const indices = one.value('_transformer_to_input_indices');
  const byName = new Map<string, EstimatorValue>();
  if (indices !== null && typeof indices === 'object' && indices.kind === 'dict')
    for (const [key, value] of indices.entries) if (typeof key === 'string') byName.set(key, value);
  const parts = [];
  for (const entry of one.items('transformers_')) {
    const [name = null, transformer = null, columns = null] = itemsOf(entry);
    if (transformer === 'drop') continue;
    const from = await columnNumbers(byName.get(String(name)) ?? columns, one);
    if (from.length === 0) continue;
    // The remainder is a FunctionTransformer without a function where it passes through.
    const isPassing =
      transformer === 'passthrough' ||
      (isEstimator(transformer) &&
        shortName(transformer) === 'FunctionTransformer' &&
        !new Attributes(transformer).has('func'));
    if (!isPassing && !isEstimator(transformer)) one.refuse(`nothing here computes the part ${String(name)}`);
    parts.push({ from, steps: isPassing || !isEstimator(transformer) ? [] : await readSteps(transformer) });
  }
  if (one.has('transformer_weights')) one.refuse('weights of its parts');
  return [{ kind: 'columns', parts }];
}

async function columnNumbers(value: EstimatorValue, one: Attributes): Promise<number[]> {
  if (itemsOf(value).length === 0 && value !== null && typeof value === 'object' && 'items' in value) return [];
  const names = one.has('feature_names_in_') ? await one.labels('feature_names_in_') : [];
  const places = new Map(names.map((name, at) => [name, at]));
  const labels = typeof value === 'string' || typeof value === 'number' ? [value] : await labelsIn(value, 'columns');
  return labels.map((label) => {
    const at = typeof label === 'number' ? label : (places.get(label) ?? -1);
    return at >= 0 ? at : one.refuse(`column ${label} is not among its inputs`);
  });
}
