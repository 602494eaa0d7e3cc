import { type EnvironmentFormat } from './declaration.js';
export declare const pythonRun: EnvironmentFormat;
export declare const rRun: EnvironmentFormat;
export declare const juliaRun: EnvironmentFormat;
