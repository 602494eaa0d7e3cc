import { type Format, type FormatFacts } from './format.js';
/** Facts that both files of R share. */
export declare const R_FACTS: FormatFacts;
/** One R object, as `saveRDS` writes it. */
export declare const rRds: Format;
