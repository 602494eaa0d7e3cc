import { type Format } from './format.js';
/** XGBoost's dump for people; it cannot be loaded again. */
export declare const xgboostTextDump: Format;
export declare const libsvmText: Format;
export declare const liblinearText: Format;
