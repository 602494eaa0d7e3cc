import type { Outcome, Scorer, Step } from './predictor.js';
/** Most columns of an estimator whose proof can be held as rows. */
export declare const MOST_COLUMNS: number;
/** Steps, model and outcome have to fit each other as scikit-learn left them; NotExportable where they do not. */
export declare function expectFit(columns: number, steps: readonly Step[], model: Scorer | null, outcome: Outcome): void;
type Of<Kind extends Step['kind']> = Extract<Step, {
    kind: Kind;
}>;
/** Columns behind a step that fits. */
export declare function widthOf(step: Exclude<Step, Of<'columns'>>, width: number): number;
export {};
