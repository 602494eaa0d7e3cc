import { type EnvironmentFormat } from './declaration.js';
/** Resolved environment of Julia; the tree hash fixes the content whatever the branch. */
export declare const juliaManifest: EnvironmentFormat;
/** What a Julia project asks for: names, with ranges in `[compat]`. */
export declare const juliaProject: EnvironmentFormat;
