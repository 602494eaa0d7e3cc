import { type Format } from './format.js';
/** A scoring engine in JSON: types of Avro, functions of a language without files and networks, cells and pools that hold what was learned. */
export declare const pfa: Format;
