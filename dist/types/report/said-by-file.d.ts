import type { ModelReport } from '../assess/assessment.js';
import type { Evidence } from '../evidence/evidence.js';
/** Versions that the file carries: the most reliable evidence there is. */
export declare function saidByFile({ environments }: Evidence, report: ModelReport | undefined): string;
