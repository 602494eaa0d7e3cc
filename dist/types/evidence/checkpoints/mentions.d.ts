import type { Collection } from '../../collect/collection.js';
/** Those of the names that stand as a whole in a program or document of the repository. */
export declare function mentionedNames(collection: Collection, names: readonly string[]): Promise<Set<string>>;
