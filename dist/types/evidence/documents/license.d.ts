import type { Collection } from '../../collect/collection.js';
import type { Documents } from '../evidence.js';
/**
 * The license of the repository, by the strongest statement: a license file, then the citation, package metadata,
 * the README, and what most scripts state in their head.
 */
export declare function findLicense(collection: Collection, citation: Documents['citation'], card: Documents['modelCard']): Promise<Documents['license']>;
