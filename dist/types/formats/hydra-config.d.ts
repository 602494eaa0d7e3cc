import type { Fact } from './format.js';
/** Scalars of a configuration by dotted path, in order. */
export declare function configFacts(config: unknown, where: string): Fact[];
/**
 * Every callable that a Hydra configuration names under `_target_` (also `target`, as older code does, where it looks like
 * a name), with what it interpolates from the configuration itself put in.
 */
export declare function hydraTargets(config: unknown): {
    name: string;
    path: string;
}[];
/** Callables that tags of PyYAML name (`!!python/object/apply:os.system`): its unsafe loaders call them. */
export declare function pythonTags(text: string): {
    name: string;
    path: string;
}[];
