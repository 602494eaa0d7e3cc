import type { Collection } from '../collect/collection.js';
import type { Inspection } from '../formats/inspection.js';
import type { Evidence } from './evidence.js';
/** Everything the repository says about how its models came to be: code, settings, environments, documents. */
export declare function gather(collection: Collection, inspections: readonly Inspection[]): Promise<Evidence>;
