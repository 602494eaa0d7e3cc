import { type Part } from './account-part.js';
/** What is known of how a model came to be: sentences. */
export declare function known(part: Part): string[];
