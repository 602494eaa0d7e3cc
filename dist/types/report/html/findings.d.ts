import { type Section } from './markup.js';
/** What stands in the way of a good archive, gravest first, with place, advice, severity and confidence. */
export declare const findings: Section;
