import { type Format } from './format.js';
export declare const gguf: Format;
