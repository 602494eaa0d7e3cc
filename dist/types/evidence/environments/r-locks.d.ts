import { type EnvironmentFormat } from './declaration.js';
/** Lock of renv. */
export declare const renvLock: EnvironmentFormat;
/** What rsconnect records for a published document: every package with its DESCRIPTION, and the version of R. */
export declare const rsconnectManifest: EnvironmentFormat;
/** Lock of packrat: records of `Field: value`. */
export declare const packratLock: EnvironmentFormat;
