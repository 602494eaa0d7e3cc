import { type Leaf } from './leaves.js';
import type { Settings, SettingsReader } from './reader.js';
/** Parameters as people and experiment tools keep them in YAML, JSON and TOML. */
export declare const parameterFiles: SettingsReader;
/** Device settings: what the configuration asks for, which is not what a run had. */
export declare function addMachine(leaves: readonly Leaf[], where: (leaf: Leaf) => string, into: Settings): void;
