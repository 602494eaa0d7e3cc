import { type Scorer } from '../predictor/predictor.js';
import { type Scores } from './chain.js';
import type { Table } from './regression-table.js';
/** A regression for each pair of classes, then for each class its votes and what is added to them. */
export declare function voteScores({ classes }: Extract<Scorer, {
    kind: 'votes';
}>, tables: readonly Table[], columns: readonly {
    name: string;
}[], known: ReadonlySet<string>): Scores;
