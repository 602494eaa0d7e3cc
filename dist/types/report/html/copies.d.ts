import type { Section } from './markup.js';
/** Open copies that lie in the archive beside their models. */
export declare const copies: Section;
