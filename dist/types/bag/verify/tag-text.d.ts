import type { Limits } from '../../bytes/limits.js';
import type { BagContents } from './contents.js';
import { type BagProblem } from './problem.js';
/** What bagit.txt says (RFC 8493, 2.1.1). */
export interface Declaration {
    version: string;
    encoding: string;
}
/** Text of a tag file, or null and a problem: missing, too large, or not in the declared encoding. */
export declare function readTagText(contents: BagContents, path: string, encoding: string, limits: Limits, problems: BagProblem[]): Promise<string | null>;
/** Parses bagit.txt strictly: two lines in this order, no byte-order mark, nothing before the colon. */
export declare function parseDeclaration(text: string, problems: BagProblem[]): Declaration;
/** Fields of bag-info.txt: `Label: value`, continued by lines that begin with a blank. Lines that are neither are problems. */
export declare function parseBagInfo(text: string, problems: BagProblem[]): [string, string][];
