import type { Section } from './markup.js';
/** From data and script to model and open copy, then every piece of evidence in a line, and each model in a paragraph. */
export declare const making: Section;
