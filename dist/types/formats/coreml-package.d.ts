import { type Format } from './format.js';
/** A folder whose Manifest.json names the specification and the weights. */
export declare const coremlPackage: Format;
