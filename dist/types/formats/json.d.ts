import { type Format, type FormatFacts } from './format.js';
export declare const JSON_FACTS: FormatFacts;
/** JSON that no other format explains. */
export declare const json: Format;
