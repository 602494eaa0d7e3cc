import type { Inspection } from '../../formats/inspection.js';
import type { Script } from '../evidence.js';
import type { Place } from '../languages/program.js';
import type { CallEvent } from './value.js';
/** One write of a model, as code shows it. */
export interface Write extends Place {
    /** Path with `*` for what is not known, as seen from where the program runs. */
    pattern?: string;
    /** The function that writes. */
    how: string;
    /** The file is a model only if it is among those that were found. */
    doubtful: boolean;
    /** Everything below the path may belong to it. */
    folder: boolean;
}
/** What a call writes, if it may be a model. */
export declare function writeOf(event: CallEvent): Write | undefined;
/** Models with the paths that belong to them. */
export interface KnownModel {
    path: string;
    companions: readonly string[];
}
export declare const knownModels: (inspections: readonly Inspection[]) => KnownModel[];
/** The models that a write fits: by the whole path, else by a name that is clear and belongs to one model alone. */
export declare function modelsWritten(write: Write, program: string, models: readonly KnownModel[]): string[];
/** Writes of one program as the evidence lists them: each model by its path, what fits none by its pattern. */
export declare function scriptWrites(writes: readonly Write[], program: string, models: readonly KnownModel[], trains: boolean): Script['writes'];
