import type { Assessment, ModelReport, ModelSet } from '../assess/assessment.js';
import type { Script } from '../evidence/evidence.js';
/** What is told of one model; accounts that say the same become one. */
export interface Subject {
    models: string[];
    /** What the account is of, where no model is here. */
    program?: Script;
    writers: Writer[];
    /** Only other states of the training are known to be written by these. */
    isByStates?: boolean;
    report?: ModelReport;
    set?: ModelSet;
}
interface Writer {
    script: Script;
    place: string;
}
/** Every model of which something is told, and the training programs whose models are not here. */
export declare function subjectsOf({ models, sets, evidence }: Assessment): Subject[];
/** The model, its copies, and the other states of its training. */
export declare const statesOf: ({ models, set }: Subject) => string[];
/** The programs whose runs are told of. */
export declare const programsOf: ({ program, writers }: Subject) => Script[];
export {};
