import { type Format } from './format.js';
export declare const catboostCbm: Format;
export declare const catboostJson: Format;
