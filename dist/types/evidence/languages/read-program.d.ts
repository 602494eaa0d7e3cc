import type { Program } from './program.js';
import type { GrammarName, SyntaxParser } from './syntax.js';
/** Longest source text of one language in one file that is parsed: handwritten code stays far below. */
export declare const SOURCE_CHARACTERS: number;
/** Can this file hold code that we read, by its name; `#!` decides where there is no ending. */
export declare function isProgram(path: string, head?: string): boolean;
export type Parsers = (name: GrammarName) => Promise<SyntaxParser>;
export type ReadResult = {
    programs: Program[];
} | {
    unread: string;
};
/**
 * Reads one source file: a program for each language in it, the file's own language first. Broken syntax is
 * tolerated and listed; what is too large or no notebook is an answer, not an error.
 */
export declare function readPrograms(path: string, text: string, parsers: Parsers): Promise<ReadResult>;
