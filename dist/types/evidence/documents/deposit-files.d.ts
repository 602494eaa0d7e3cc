import type { Collection } from '../../collect/collection.js';
import type { Documents } from '../evidence.js';
/** `.zenodo.json`: where it exists, Zenodo takes it and ignores CITATION.cff. */
export declare function findZenodo(collection: Collection): Promise<Documents['zenodo']>;
/** Whether Zenodo's deposit interface would take the metadata: kinds of the fields that it checks. */
export declare function isDeposit(value: unknown): boolean;
/** `codemeta.json`, where it is JSON that says so itself. */
export declare function findCodemeta(collection: Collection): Promise<Documents['codemeta']>;
