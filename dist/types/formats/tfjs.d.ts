import { type Format } from './format.js';
export declare const tfjsGraph: Format;
export declare const tfjsLayers: Format;
