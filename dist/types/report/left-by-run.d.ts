import type { Evidence, Seed } from '../evidence/evidence.js';
/** What a run left: in its models themselves, and in the folder of the run. `others` are files of models of other runs. */
export interface RunLeavings {
    evidence: Evidence;
    models: readonly string[];
    others: ReadonlySet<string>;
}
/** Where no program is known: sentences. */
export declare function leftByRun(left: RunLeavings): string[];
/** Seeds that the run of these models wrote down, as a person names them. */
export declare const recordedSeeds: (left: RunLeavings) => string[];
/** `torch 42`, or `42` where the library is not known and no other one has the value. */
export declare function seedNames(seeds: readonly Pick<Seed, 'library' | 'value'>[]): string[];
/** A run that was not the plain one: what it used, and what the program uses unless told otherwise. */
export declare function seedOfRun(recorded: readonly string[], plain: readonly string[]): string;
