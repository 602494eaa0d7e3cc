import type { Collection } from '../../collect/collection.js';
import type { DataSource } from '../evidence.js';
/** Data that documents cite: READMEs, the model cards named, data references of CITATION.cff and .zenodo.json. */
export declare function citedData(collection: Collection, cards: ReadonlySet<string>): Promise<DataSource[]>;
