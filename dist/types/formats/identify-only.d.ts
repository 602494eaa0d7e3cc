import { type Format } from './format.js';
/** Formats that are identified by signature alone; inspecting them is never a pass. */
export declare const identifyOnlyFormats: readonly Format[];
