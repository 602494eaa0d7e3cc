import { type Limits } from '../../bytes/limits.js';
import type { BagContents } from './contents.js';
import { type BagProblem } from './problem.js';
/** What bagit.txt says (RFC 8493, 2.1.1). */
export interface Declaration {
    version: string;
    encoding: string;
}
/** Text of a tag file, or null and a problem: missing, too large, or not in the declared encoding. */
export declare function readTagText(contents: BagContents, path: string, encoding: string, limits: Limits, problems: BagProblem[]): Promise<string | null>;
/** What kept a tag file from being read as text, as a problem; what is no such error is thrown again. */
export declare const textProblem: (path: string, encoding: string, error: unknown) => BagProblem;
/** The same text piece by piece. Throws what `textProblem` tells of. */
export declare function tagTextPieces(contents: BagContents, path: string, encoding: string, limits: Limits): AsyncGenerator<string>;
/** What bagit.txt declares. Whoever verifies hears of what is wrong with it. */
export declare function readDeclaration(contents: BagContents, limits?: Limits, problems?: BagProblem[]): Promise<Declaration>;
/** Parses bagit.txt strictly: two lines in this order, no byte-order mark, nothing before the colon. */
export declare function parseDeclaration(text: string, problems: BagProblem[]): Declaration;
/** Lines that are not blank, with their numbers from 1; one after the other, since a hostile text has millions. */
export declare function numberedLines(text: string): Generator<[number, string]>;
/** Fields of bag-info.txt: `Label: value`, continued by lines that begin with a blank. Lines that are neither are problems. */
export declare function parseBagInfo(text: string, problems: BagProblem[]): [string, string][];
