import { type Scorer } from '../predictor/predictor.js';
import type { GraphBuilder } from './builder.js';
/** Votes of pairs, and what is added to them, as products with matrices that say which class a pair speaks of. */
export declare function voted(graph: GraphBuilder, { weights, intercepts, classes }: Extract<Scorer, {
    kind: 'votes';
}>, x: string): string;
