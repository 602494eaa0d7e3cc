import type { SettingsReader } from './reader.js';
/** Our own record of a run (`modelbag/run/1`): the strongest evidence, because the run itself wrote it. */
export declare const runRecord: SettingsReader;
