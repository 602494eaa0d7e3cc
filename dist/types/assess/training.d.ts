import type { Evidence, Seed, Training } from '../evidence/evidence.js';
import type { Facts } from './rule.js';
/**
 * Runs that a reader wants to know of. What trains and saves nothing tries something out, and nobody asks for its model again;
 * it counts where no program saves any.
 */
export declare function tellingRuns({ training, scripts }: Pick<Evidence, 'training' | 'scripts'>): Training[];
/** Where a report about a training run points to. */
export declare const placeOf: ({ script, model }: Training) => string;
/** The seed line of a script that exists without effect on an unmodified run; the first one, if any. */
export declare const unsettledSeed: ({ evidence }: Pick<Facts, 'evidence'>, { script }: Training) => Seed | undefined;
/** How to seed the named libraries, as one phrase. */
export declare function seedAdvice(libraries: readonly string[]): string;
