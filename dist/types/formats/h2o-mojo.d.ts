import { type Format } from './format.js';
/** A model of H2O made ready for scoring: settings, names and levels as text, trees in bytes of their own, other models within. */
export declare const h2oMojo: Format;
