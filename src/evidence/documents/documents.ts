import type { Collection } from '../../collect/collection.js';
import type { Documents } from '../evidence.js';
import { findCitation } from './citation.js';
import { findCodemeta, findZenodo } from './deposit-files.js';
import { findLicense } from './license.js';
import { findModelCards } from './model-card.js';

/** What a repository says about itself in license, citation, model card, CodeMeta and Zenodo files. */
export async function gatherDocuments(collection: Collection): Promise<Documents> {
  const citation = await findCitation(collection);
  const modelCard = (await findModelCards(collection))[0]?.card ?? null;
  return {
    license: await findLicense(collection, citation, modelCard),
    citation,
    modelCard,
    codemeta: await findCodemeta(collection),
    zenodo: await findZenodo(collection),
  };
}
