import { type Format } from './format.js';
export declare const word2vecText: Format;
export declare const word2vecBinary: Format;
