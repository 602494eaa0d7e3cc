import type { Format } from '../formats/format.js';
import type { ModelCandidate } from './collection.js';
/** A model whose stage is asked for; without format where its content cannot be read. */
export interface StagedModel {
    entry: string;
    format?: Format;
}
export type Stage = NonNullable<ModelCandidate['stage']>;
/**
 * The stage of each model. Of several checkpoints of one run, those that a program or document of the repository names are
 * final, else the one called best or final, else the furthest. An open copy beside a native model is an export.
 */
export declare function stagesOf(models: readonly StagedModel[], mentioned: (name: string) => boolean): Map<string, Stage>;
/** True where some of the paths are checkpoints of one run. */
export declare const isRun: (paths: readonly string[]) => boolean;
export declare const isExportPath: (path: string) => boolean;
