import type { Assessment } from '../assess/assessment.js';
import { type Column } from './table.js';
import { type ModelRow } from './view.js';
export interface Look {
    color: boolean;
    /** Columns of the terminal. */
    width: number;
}
/** The report that maintainers see first: verdict, models, how they were made, what to do; `next` may be empty. */
export declare function renderTerminal(assessment: Assessment, look: Look, next?: string): string;
/** Columns of the table of models; `inspect` shows the same. */
export declare const MODEL_COLUMNS: readonly Column<ModelRow>[];
