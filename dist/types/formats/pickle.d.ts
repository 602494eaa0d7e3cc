import type { Format, FormatFacts } from './format.js';
export declare const PICKLE_FACTS: FormatFacts;
export declare const pickle: Format;
