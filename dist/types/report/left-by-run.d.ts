import type { Evidence, Seed } from '../evidence/evidence.js';
/** What the run of some models left in their files and in its folder. */
export interface RunLeavings {
    /** Files of settings in the folder of the run. */
    settings: readonly string[];
    /** The models themselves hold settings. */
    holdsSettings: boolean;
    /** That the run wrote down, as a person names them. */
    seeds: readonly string[];
}
/** `own` are the files of the models; those of models of other runs lie in the same folder by chance. */
export declare function leavingsOf(evidence: Evidence, own: ReadonlySet<string>, isInAnother: (file: string) => boolean): RunLeavings;
/** Where no program is known: sentences. */
export declare function leftByRun({ settings, holdsSettings, seeds }: RunLeavings): string[];
/** `torch 42`, or `42` where the library is not known and no other one has the value. */
export declare function seedNames(seeds: readonly Pick<Seed, 'library' | 'value'>[]): string[];
/** A run that was not the plain one: what it used, and what the program uses unless told otherwise. */
export declare function seedOfRun(recorded: readonly string[], plain: readonly string[]): string;
