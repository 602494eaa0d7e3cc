import type { Collection } from '../../collect/collection.js';
import type { Documents } from '../evidence.js';
/** What a repository says about itself in license, citation, model card, CodeMeta and Zenodo files. */
export declare function gatherDocuments(collection: Collection): Promise<Documents>;
