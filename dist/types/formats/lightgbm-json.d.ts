import { type Format } from './format.js';
/** What `Booster.dump_model` gives: trees as nested objects. Programs read it; LightGBM itself does not load it again. */
export declare const lightgbmJson: Format;
