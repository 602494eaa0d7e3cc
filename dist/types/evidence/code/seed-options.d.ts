import type { Seed } from '../evidence.js';
import type { Repository } from './repository.js';
/**
 * Options for a seed whose default was not seen to reach a generator: those that nothing reads, those that are
 * nothing by default, and those whose way could not be followed. `origins` are places that did reach one.
 */
export declare function seedOptions(repository: Repository, origins: ReadonlySet<string>, rows: readonly Seed[]): Seed[];
