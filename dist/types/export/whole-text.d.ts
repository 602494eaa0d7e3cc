import type { ModelPlace } from '../reproduce/compare.js';
/** All of a text file that we wrote. */
export declare function wholeText({ path, files }: ModelPlace): Promise<string>;
