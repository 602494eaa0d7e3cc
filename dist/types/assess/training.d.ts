import type { Seed, Training } from '../evidence/evidence.js';
import type { Facts } from './rule.js';
/** Where a report about a training run points to. */
export declare const placeOf: ({ script, model }: Training) => string;
/** The seed line of a script that exists without effect on an unmodified run; the first one, if any. */
export declare const unsettledSeed: ({ evidence }: Pick<Facts, 'evidence'>, { script }: Training) => Seed | undefined;
/** How to seed the named libraries, as one phrase. */
export declare function seedAdvice(libraries: readonly string[]): string;
