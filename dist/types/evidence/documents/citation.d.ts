import type { Collection } from '../../collect/collection.js';
import type { Documents } from '../evidence.js';
type Citation = NonNullable<Documents['citation']>;
/** CITATION.cff at the root, validated against CFF 1.2.0. */
export declare function findCitation(collection: Collection): Promise<Documents['citation']>;
/** What a CITATION.cff says and every violation of the format with its line. */
export declare function parseCitation(text: string, path: string): Promise<Citation>;
export {};
