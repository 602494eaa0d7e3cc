import type { Contents, Fact } from '../formats/format.js';
import type { Inspection } from '../formats/inspection.js';
import type { Confidence } from './finding.js';
import { count, quote } from './quote.js';

/** The fact by which a reader says outright that rows of data lie in the model: a list of `{ path, rows }`. */
const EMBEDDED_DATA_FACT = 'embedded_data';

/** Objects that are tables of rows, by the names that loading imports. */
const TABLES =
  /^(pandas(\.core\.frame)?\.DataFrame|pandas(\.core\.series)?\.Series|polars\.dataframe\.frame\.DataFrame|pyarrow\.lib\.Table)$/;
/** Attributes in which estimators keep their training rows, with what they hold. */
const ROWS: readonly (readonly [attribute: RegExp, what: string])[] = [
  [/(^|\.)_fit_X$/, 'the training rows of a nearest-neighbors model'],
  [/(^|\.)(_tree\.data|_?tree_?\.0)$/, 'the training rows of a neighbors tree'],
  [/(^|\.)support_vectors_$/, 'support vectors, which are training rows'],
  [/(^|\.)X_train_$/, 'the training rows of a Gaussian process'],
  [/(^|\.)y_train_$/, 'the training targets of a Gaussian process'],
  [/(^|\.)X_fit_$/, 'the training rows of a kernel model'],
  [/(^|\.)X_$/, 'the training rows of a propagation of labels'],
];
/** Names that people and methods give to arrays of training data. */
const NAMED =
  /(^|\.)((x|y)_?(train|test|val|valid)(ing)?|(train|training|test)_(data|inputs?|targets?|features|labels|x|y))$/i;

/** Whether a model carries rows of the data it was trained on, as far as its structure tells. Never shows a value. */
export function embeddedData({ contents }: Inspection): { what: string; confidence: Confidence } | null {
  const { facts, tensors, globals } = contents;
  if (facts.some(({ key }) => key === EMBEDDED_DATA_FACT)) return { what: described(facts), confidence: 'high' };
  const rowsOf = rowsByName(tensors);
  for (const { name, shape } of tensors) {
    const what = rowsOf(name);
    if (what !== null && (shape[0] ?? 0) > 0)
      return { what: `${what} (${quote(name, 60)}, ${shape[0]} rows)`, confidence: 'high' };
  }
  const named = tensors.find(({ name, shape }) => NAMED.test(name) && (shape[0] ?? 0) > 1);
  if (named)
    return {
      what: `an array that is called training data (${quote(named.name, 60)}, ${named.shape[0]} rows)`,
      confidence: 'medium',
    };
  const table = globals.find((name) => TABLES.test(name));
  return table ? { what: `a data table (${quote(table)})`, confidence: 'medium' } : null;
}

/** Why a tensor must not leave its model: it holds rows of training data. Null where it does not, as far as its name tells. */
export function trainingRows({
  facts,
  tensors,
}: Pick<Contents, 'facts' | 'tensors'>): (tensor: string) => string | null {
  const rowsOf = rowsByName(tensors);
  const paths = toldParts(facts).map(({ path }) => path.replace(/^\$/, ''));
  return (tensor) =>
    rowsOf(tensor) ??
    (paths.some((path) => tensor === path || tensor.startsWith(`${path}$`))
      ? 'rows of the data it was fitted to'
      : null);
}

/** Tensors that hold rows only because of one beside them: the other's name, their own, and what they hold. */
const BESIDE: readonly (readonly [other: RegExp, own: string, what: string])[] = [
  [/^core_sample_indices_$/, 'components_', 'samples of a clustering, which are training rows'],
  [/^_fit_X$/, '_y', 'the training targets of a nearest-neighbors model'],
];

/** What training rows a tensor of an estimator holds, by its name and those beside it; null where it holds none. */
export function rowsByName(tensors: Contents['tensors']): (tensor: string) => string | null {
  const known = new Map<string, string>();
  for (const { name } of tensors) {
    const [attribute = ''] = /[^.]*$/.exec(name) ?? [];
    const found = BESIDE.find(([other]) => other.test(attribute));
    if (found) known.set(name.slice(0, name.length - attribute.length) + found[1], found[2]);
  }
  return (tensor) => known.get(tensor) ?? ROWS.find(([attribute]) => attribute.test(tensor))?.[1] ?? null;
}

/** Parts in which readers say that rows lie, of each object of the file. */
export function toldParts(facts: readonly Fact[]): { path: string; rows?: unknown }[] {
  return facts
    .filter(({ key }) => key === EMBEDDED_DATA_FACT)
    .flatMap(({ value }): unknown[] => (Array.isArray(value) ? value : []))
    .flatMap((part) => {
      const { path, rows } = (part ?? {}) as { path?: unknown; rows?: unknown };
      return typeof path === 'string' ? [{ path, rows }] : [];
    });
}

/** `$model` (32 rows): where the rows lie and how many, never which. */
function described(facts: readonly Fact[]): string {
  const parts = toldParts(facts).flatMap(({ path, rows }) =>
    typeof rows === 'number' ? [`${quote(path, 60)} (${count(rows, 'row')})`] : [],
  );
  const shown = parts.slice(0, MOST_PARTS).join(', ');
  const rest = parts.length - MOST_PARTS;
  return `data it was fitted to${shown === '' ? '' : `: ${shown}`}${rest > 0 ? ` and ${rest} more` : ''}`;
}

const MOST_PARTS = 3;
