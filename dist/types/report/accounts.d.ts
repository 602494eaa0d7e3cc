import type { Assessment } from '../assess/assessment.js';
/**
 * How one model came to be, or several that came to be alike, as a person would tell it: sentences with quoted names,
 * in the order that helps. Nothing in here judges; findings do.
 */
export interface Account {
    /** A message: the models, or the training program whose model is not here. */
    title: string;
    models: string[];
    known: string[];
    contradicted: string[];
    /** Parts of one sentence, what helps most first. */
    missing: string[];
}
/** One account for each model, one for each training program whose models are not here. */
export declare function accountsOf(assessment: Assessment): Account[];
/** An account in one paragraph: a message. */
export declare function paragraphOf({ known, contradicted, missing }: Account): string;
