import type { SeedLibrary } from '../evidence.js';
import type { CallEvent } from './value.js';
/** Something that draws random numbers in a run. */
export interface Need {
    library: SeedLibrary;
    /** The function that draws. */
    what: string;
    event: CallEvent;
    /** Dividing data is apart from training itself. */
    stage: 'training' | 'split';
    /** `fixed`: has a seed of its own · `open`: draws from the library's global generator · `own`: from an unseeded one of its own · `unknown` */
    state: 'fixed' | 'open' | 'own' | 'unknown';
}
/** Is a model trained here by a method that draws nothing? */
export declare function isDeterministic(event: CallEvent): boolean;
/** What a call needs random numbers for; nothing for most calls. */
export declare function needOf(event: CallEvent): Need | undefined;
/** Kind of the model of tidymodels that `fit` trains, found among the calls that made it. */
export declare function specification(event: CallEvent): 'random' | 'deterministic' | undefined;
