import { widthOf } from './fits.js';
import type { Scorer, Step } from './predictor.js';

/** What a column is of an input, as long as it is one number of it: the input is scale × column + shift. */
interface Origin {
  input: number;
  scale: number;
  shift: number;
}
/** Null once a step made something else of it. */
type Column = Origin | null;

/** Numbers of each input at which steps and model decide: categories, thresholds, centers, also behind steps that move them. */
export function decisionsOf(count: number, steps: readonly Step[], model: Scorer | null): Map<number, number[]> {
  const met = new Decisions();
  const inputs = Array.from({ length: count }, (_, input): Column => ({ input, scale: 1, shift: 0 }));
  const columns = behind(steps, inputs, met);
  if (model?.kind === 'trees')
    for (const { left, feature, threshold } of model.trees)
      for (const [node, child] of left.entries())
        if (child >= 0) met.add(columns[feature[node] as number], threshold[node] as number);
  const centers = model?.kind === 'distances' ? model.centers : model?.kind === 'gaussians' ? model.means : [];
  for (const center of centers) for (const [at, value] of center.entries()) met.add(columns[at], value);
  return met.numbers;
}

/** More numbers of one column than this are in no proof. */
const MOST_NUMBERS = 1_000;

class Decisions {
  readonly numbers = new Map<number, number[]>();

  add(column: Column | undefined, value: number): void {
    if (!column) return;
    const list = this.numbers.get(column.input) ?? [];
    const number = column.scale * value + column.shift;
    if (list.length < MOST_NUMBERS && Number.isFinite(number)) list.push(number);
    this.numbers.set(column.input, list);
  }
}

/** The columns behind the steps; what the steps decide is added to `met`. */
function behind(steps: readonly Step[], given: readonly Column[], met: Decisions): Column[] {
  let columns = [...given];
  for (const step of steps)
    switch (step.kind) {
      case 'affine':
        columns = columns.map((column, i) => column && unscaled(column, step, i));
        break;
      case 'impute':
        break;
      case 'products':
        columns = step.terms.map((term) => (term.length === 1 ? (columns[term[0] as number] ?? null) : null));
        break;
      case 'one-hot':
      case 'ordinal':
        for (const [i, { categories }] of step.columns.entries())
          for (const label of categories) if (typeof label === 'number') met.add(columns[i], label);
        columns = Array.from({ length: widthOf(step, columns.length) }, () => null);
        break;
      case 'binarize':
        for (const column of columns) met.add(column, step.threshold);
        columns = columns.map(() => null);
        break;
      case 'missing':
      case 'normalize':
      case 'project':
        columns = Array.from({ length: widthOf(step, columns.length) }, () => null);
        break;
      case 'columns':
        columns = step.parts.flatMap((part) =>
          behind(
            part.steps,
            part.from.map((at) => columns[at] ?? null),
            met,
          ),
        );
        break;
    }
  return columns;
}

/** y = (x − subtract) / divide × multiply + add, solved for x. */
function unscaled(
  { input, scale, shift }: Origin,
  { subtract, divide, multiply, add }: Extract<Step, { kind: 'affine' }>,
  i: number,
): Origin {
  const factor = (divide?.[i] ?? 1) / (multiply?.[i] ?? 1);
  const start = (subtract?.[i] ?? 0) - (add?.[i] ?? 0) * factor;
  return { input, scale: scale * factor, shift: scale * start + shift };
}
