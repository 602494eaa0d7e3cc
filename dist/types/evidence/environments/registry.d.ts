import type { EnvironmentFormat } from './declaration.js';
/** In this order: the first that recognizes a path and can parse its content is right. */
export declare const ENVIRONMENT_FORMATS: readonly EnvironmentFormat[];
