import { widthOf } from './fits.js';
import type { Scorer, Step } from './predictor.js';

/** Number of the input that a column still is; null once a step made something else of it. */
type Column = number | null;

/** Inputs that may lack a value: an imputer fills the gap or a tree decides what becomes of it, whichever way the column goes. */
export function columnsWithGaps(count: number, steps: readonly Step[], model: Scorer | null): Set<number> {
  const met: Met = { taken: new Set(), refused: new Set() };
  const left = walked(
    steps,
    Array.from({ length: count }, (_, i) => i),
    met,
  );
  const isTaking = model === null || (model.kind === 'trees' && model.decidesMissing);
  for (const column of left) if (column !== null) met[isTaking ? 'taken' : 'refused'].add(column);
  return new Set([...met.taken].filter((column) => !met.refused.has(column)));
}

interface Met {
  taken: Set<number>;
  refused: Set<number>;
}

/** The columns behind the steps; what happened to those that are gone is added to `met`. */
function walked(steps: readonly Step[], given: readonly Column[], met: Met): Column[] {
  let columns = [...given];
  const settled = (fate: keyof Met, width: number): Column[] => {
    for (const column of columns) if (column !== null) met[fate].add(column);
    return Array.from({ length: width }, () => null);
  };
  for (const step of steps)
    switch (step.kind) {
      case 'affine':
        // Scalers leave gaps where they are.
        break;
      case 'impute':
      case 'missing':
        columns = settled('taken', columns.length);
        break;
      case 'binarize':
      case 'normalize':
      case 'ordinal':
      case 'products':
      case 'project':
      case 'one-hot':
        columns = settled('refused', widthOf(step, columns.length));
        break;
      case 'columns':
        columns = step.parts.flatMap((part) =>
          walked(
            part.steps,
            part.from.map((at) => columns[at] ?? null),
            met,
          ),
        );
        break;
    }
  return columns;
}
