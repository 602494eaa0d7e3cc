import type { FileAccess } from '../formats/file-access.js';
import type { FoundModel } from '../formats/find-models.js';
/** Why a recognized file counts as a model, or as something else. */
export interface Judgment {
    isModel: boolean;
    why: string;
}
/** Content first: what the format can hold, then what this file names, and only then where it lies. */
export declare function judgeModel(found: FoundModel, files: FileAccess): Promise<Judgment>;
/** True where the name alone lets expect a model, for files whose content is none or cannot be had. */
export declare const isModelPath: (path: string) => boolean;
