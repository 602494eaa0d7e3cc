import type { Collection } from '../../collect/collection.js';
import type { Inspection } from '../../formats/inspection.js';
import type { Evidence } from '../evidence.js';
import type { Parsers } from '../languages/read-program.js';
/** The parts of Evidence that come from source code, and the packages that it imports. */
export type CodeEvidence = Pick<Evidence, 'scripts' | 'seeds' | 'training' | 'determinism' | 'hyperparameters' | 'baseModels' | 'dataSources' | 'unsafeLoads' | 'unread'> & {
    imported: Set<string>;
};
/** Reads all code of a repository: Python, R, Julia, shell, notebooks and literate documents. Nothing is executed. */
export declare function gatherCode(collection: Collection, inspections: readonly Inspection[], parsers?: Parsers): Promise<CodeEvidence>;
