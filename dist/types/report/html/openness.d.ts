import { type Section } from './markup.js';
/** Who can read the models in ten years: by the class of each file, and by sets, which is what counts. */
export declare const openness: Section;
