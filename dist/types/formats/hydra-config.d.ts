import type { Fact } from './format.js';
/** Scalars of a configuration by dotted path, in order. */
export declare function configFacts(config: unknown, where: string): Fact[];
/** Every callable that a Hydra configuration names under `_target_` (also `target`, as older code does, where it looks like a name). */
export declare function hydraTargets(config: unknown): {
    name: string;
    path: string;
}[];
