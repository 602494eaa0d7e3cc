import { type Format } from './format.js';
export declare const xgboostJson: Format;
export declare const xgboostUbjson: Format;
