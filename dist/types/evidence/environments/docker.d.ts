import { type EnvironmentFormat } from './declaration.js';
/** Image of a container: the last stage is what runs, the others give files to it. */
export declare const dockerfile: EnvironmentFormat;
