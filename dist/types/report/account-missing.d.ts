import { type Part } from './account-part.js';
/** What would have to be known to make the model again, what helps most first. */
export declare function missing(part: Part): string[];
