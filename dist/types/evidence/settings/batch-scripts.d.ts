import type { SettingsReader } from './reader.js';
/** What a batch script asks the cluster for. */
export declare const slurm: SettingsReader;
