import type { Collection } from '../../collect/collection.js';
import type { Evidence } from '../evidence.js';
type Personal = NonNullable<Evidence['personal']>[number];
/** Where files of trackers and machines name people or carry credentials: what and where, never the value. */
export declare function gatherPersonal(collection: Collection): Promise<Personal[]>;
export {};
