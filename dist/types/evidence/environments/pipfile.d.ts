import { type EnvironmentFormat } from './declaration.js';
/** Lock of Pipenv. */
export declare const pipfileLock: EnvironmentFormat;
