import { type EnvironmentFormat } from './declaration.js';
/** Files that fix Python alone; they complete a lock beside or below them. */
export declare const pythonVersion: EnvironmentFormat;
/** Binder's `r-4.2-2023-01-01`, where the date fixes every package of CRAN, and rig's `.r-version`. */
export declare const rVersion: EnvironmentFormat;
