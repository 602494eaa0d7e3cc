import type { Step } from '../predictor/predictor.js';
import { type GraphBuilder } from './builder.js';
/** Columns on their way through the graph: one matrix of numbers, or one value a column where some are text. */
export type Columns = {
    matrix: string;
    width: number;
} | {
    separate: {
        name: string;
        isText: boolean;
    }[];
};
/** All columns as one matrix. */
export declare function joined(graph: GraphBuilder, columns: Columns): string;
export declare function stepped(graph: GraphBuilder, step: Step, columns: Columns): Columns;
