import type { SettingsReader } from './reader.js';
/** Parameters as people and experiment tools keep them in YAML, JSON and TOML. */
export declare const parameterFiles: SettingsReader;
