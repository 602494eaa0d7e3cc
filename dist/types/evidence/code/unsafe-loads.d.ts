import type { UnsafeLoading } from '../evidence.js';
import type { Repository } from './repository.js';
/** Calls of the repository's own code that let a model file run code, each place once, also in branches an unmodified run does not take. */
export declare function unsafeLoadRows(repository: Repository): UnsafeLoading[];
