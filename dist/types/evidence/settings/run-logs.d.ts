import type { SettingsReader } from './reader.js';
/** What runs printed: logs of SLURM and of programs, and the answers of notebooks. */
export declare const runLogs: SettingsReader;
