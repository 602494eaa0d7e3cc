import type { Collection } from '../../collect/collection.js';
import type { Documents } from '../evidence.js';

/** What a repository says about itself in license, citation, model card, CodeMeta and Zenodo files. */
export async function gatherDocuments(_collection: Collection): Promise<Documents> {
  return { license: null, citation: null, modelCard: null, codemeta: null, zenodo: null };
}
