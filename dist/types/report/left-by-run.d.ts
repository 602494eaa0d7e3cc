import type { Evidence } from '../evidence/evidence.js';
/** What a run left in the folder of its model, where no program is known: sentences. */
export declare function leftByRun(evidence: Evidence, models: readonly string[]): string[];
