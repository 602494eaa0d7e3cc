import { type Format } from './format.js';
export declare const safetensorsSharded: Format;
export declare const pytorchSharded: Format;
