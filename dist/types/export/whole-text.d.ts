import type { ModelPlace } from '../reproduce/compare.js';
/** Parts of a text as the bytes of its file; NotExportable where it gets too long, which is known before it is written. */
export declare function wholeBytes(parts: Iterable<string>, most?: number): Buffer;
/** All of a text file that we wrote. */
export declare function wholeText({ path, files }: ModelPlace): Promise<string>;
