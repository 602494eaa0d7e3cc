import type { KeyPath } from './yaml-document.js';
/**
 * Finds lines in JSON and TOML texts, whose parsers keep no positions: each key of the path is searched after the
 * one before it, an index counts the items that start with a bracket. A guess that is right for texts as people and tools write them.
 */
export declare function lineSearch(text: string): (path: KeyPath) => number;
/** 1-based line of an offset. */
export declare function lineAt(text: string, offset: number): number;
/** 1-based lines of offsets, each beyond the one before: the text is walked once. */
export declare function linesOfGrowing(text: string): (offset: number) => number;
