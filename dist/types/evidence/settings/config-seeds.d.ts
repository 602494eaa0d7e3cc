import type { StructuredText } from '../../containers/yaml-document.js';
import type { Seed } from '../evidence.js';
import { type Leaf } from './leaves.js';
/** `seed` alone, or a known name, or `…_seed`; not seeds of cities, nodes or wallets. */
export declare function libraryOfSeedKey(key: string | number): Seed['library'] | undefined;
/** What a seed in a configuration file was used for, by the words around it. */
export declare function scopeOfSeed(leaf: Leaf, path: string): Seed['scope'];
/** Rows for the seeds of a parsed file; `recorded`: a run wrote it, so the values are those that were used. */
export declare function seedsIn(text: StructuredText, path: string, recorded: boolean): Seed[];
