import type { Section } from './markup.js';
/** What a stranger types to trust the archive, with what every system has. */
export declare const verify: Section;
