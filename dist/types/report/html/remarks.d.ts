import type { Section } from './markup.js';
/** What else a reader of the archive should know of how it was made. */
export declare const remarks: Section;
