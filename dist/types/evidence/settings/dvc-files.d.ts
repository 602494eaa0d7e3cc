import type { SettingsReader } from './reader.js';
/** The lock of a DVC pipeline holds the parameters of the run that wrote the outputs. */
export declare const dvcLock: SettingsReader;
/** A file that DVC tracks: imported from elsewhere, or lying on a remote. */
export declare const dvcFile: SettingsReader;
/** Remotes of DVC, where everything lies that is not in git. */
export declare const dvcConfig: SettingsReader;
