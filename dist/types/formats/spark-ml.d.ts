import { type Format } from './format.js';
/** A model of Spark ML: a line of JSON in `metadata`, tables of numbers beside it, and the same again for every stage. */
export declare const sparkMl: Format;
