import type { Estimator } from '../formats/structure/structure.js';
import type { CoefficientTable } from './coefficient-table.js';
import type { Predictor } from './predictor/predictor.js';

/** Coefficients of a linear estimator, each class or output by its own; null for any other estimator. */
export function linearTable(
  { origin }: Estimator,
  { inputs, steps, model, outcome }: Predictor,
): CoefficientTable | null {
  if (model?.kind !== 'linear' || steps.length > 0) return null;
  const outcomeOf = (i: number): { outcome?: string } => {
    if (outcome.kind === 'classes') return { outcome: String(outcome.labels[model.weights.length === 1 ? 1 : i]) };
    return model.weights.length > 1 ? { outcome: String(i) } : {};
  };
  return {
    framework: origin.framework,
    frameworkVersion: origin.version,
    className: origin.className,
    formula: '',
    coefficients: model.weights.flatMap((row, i) => [
      { name: '(Intercept)', ...outcomeOf(i), value: model.intercepts[i] as number },
      ...row.map((value, column) => ({ name: inputs[column]?.name ?? `x${column}`, ...outcomeOf(i), value })),
    ]),
    covariance: null,
    levels: {},
  };
}
