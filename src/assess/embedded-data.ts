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
  [/(^|\.)X_fit_$/, 'the training rows of a kernel model'],
  [/(^|\.)X_$/, 'the training rows of a propagation of labels'],
];
/** Names that people and methods give to arrays of training data. */
const NAMED =
  /(^|\.)((x|y)_?(train|test|val|valid)(ing)?|(train|training|test)_(data|inputs?|targets?|features|labels|x|y))$/i;

/** Whether a model carries rows of the data it was trained on, as far as its structure tells. Never shows a value. */
export function embeddedData({ contents }: Inspection): { what: string; confidence: Confidence } | null {
  const fact = contents.facts.find(({ key }) => key === EMBEDDED_DATA_FACT);
  if (fact) return { what: described(fact), confidence: 'high' };
  for (const { name, shape } of contents.tensors) {
    const rows = ROWS.find(([attribute]) => attribute.test(name));
    if (rows && (shape[0] ?? 0) > 0)
      return { what: `${rows[1]} (${quote(name, 60)}, ${shape[0]} rows)`, confidence: 'high' };
  }
  const cores = contents.tensors.find(({ name }) => /(^|\.)core_sample_indices_$/.test(name));
  const components =
    cores && contents.tensors.find(({ name }) => name === cores.name.replace(/core_sample_indices_$/, 'components_'));
  if (components && (components.shape[0] ?? 0) > 0)
    return {
      what: `samples of a clustering, which are training rows (${quote(components.name, 60)}, ${components.shape[0]} rows)`,
      confidence: 'high',
    };
  const named = contents.tensors.find(({ name, shape }) => NAMED.test(name) && (shape[0] ?? 0) > 1);
  if (named)
    return {
      what: `an array that is called training data (${quote(named.name, 60)}, ${named.shape[0]} rows)`,
      confidence: 'medium',
    };
  const table = contents.globals.find((name) => TABLES.test(name));
  return table ? { what: `a data table (${quote(table)})`, confidence: 'medium' } : null;
}

/** Why a tensor must not leave its model: it holds rows of training data. Null where it does not, as far as its name tells. */
export function trainingRows({ facts }: Pick<Contents, 'facts'>): (tensor: string) => string | null {
  const told = facts.find(({ key }) => key === EMBEDDED_DATA_FACT)?.value;
  const paths = (Array.isArray(told) ? told : []).flatMap((part: unknown) => {
    const path = (part as { path?: unknown } | null)?.path;
    return typeof path === 'string' ? [path.replace(/^\$/, '')] : [];
  });
  return (tensor) =>
    ROWS.find(([attribute]) => attribute.test(tensor))?.[1] ??
    (paths.some((path) => tensor === path || tensor.startsWith(`${path}$`))
      ? 'rows of the data it was fitted to'
      : null);
}

/** `$model` (32 rows): where the rows lie and how many, never which. */
function described({ value }: Fact): string {
  const parts = (Array.isArray(value) ? value : []).flatMap((part: unknown) => {
    const { path, rows } = (part ?? {}) as { path?: unknown; rows?: unknown };
    return typeof path === 'string' && typeof rows === 'number' ? [`${quote(path, 60)} (${count(rows, 'row')})`] : [];
  });
  const shown = parts.slice(0, MOST_PARTS).join(', ');
  const rest = parts.length - MOST_PARTS;
  return `data it was fitted to${shown === '' ? '' : `: ${shown}`}${rest > 0 ? ` and ${rest} more` : ''}`;
}

const MOST_PARTS = 3;
