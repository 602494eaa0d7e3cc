import type { ExportSource, NotPossible } from './exporter.js';

/** Classes of R's plain values. Objects of any other class were made by a fitting function or a package. */
const PLAIN = new Set(['list', 'numeric', 'double', 'integer', 'logical', 'character', 'complex', 'matrix', 'array']);

/**
 * Why the vectors of an R model are not written as tensors: most of them (residuals, fitted values, effects, votes, the
 * model frame) are rows of the data that it was fitted to or follow from them. Null for anything else.
 */
export function fittedInR({ contents }: Pick<ExportSource, 'contents'>): NotPossible | null {
  if (!contents.needs.some((need) => need.package === 'R')) return null;
  const classes = contents.facts.flatMap(({ key, value }) => (key === 'class' && Array.isArray(value) ? value : []));
  const fitted = classes.find((name) => typeof name === 'string' && !PLAIN.has(name));
  if (fitted === undefined) return null;
  return {
    reason: `an R object of class "${String(fitted)}" keeps residuals, fitted values and the data it was fitted to among its vectors; data never leaves in an export`,
    instead: 'modelbag export MODEL --to pmml for a model that others can run, or --to coefficients for its numbers.',
  };
}
