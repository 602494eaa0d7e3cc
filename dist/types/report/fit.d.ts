/** Columns that a text takes on a terminal: marks take none, East Asian wide characters and emoji two. */
export declare function displayWidth(text: string): number;
/** Shortened to at most `width` columns: in the middle, where both ends of a path matter, or at the end. */
export declare function cut(text: string, width: number, at?: 'middle' | 'end'): string;
/** Filled with spaces to `width` columns, at the end or (numbers) at the start. */
export declare function pad(text: string, width: number, right?: boolean): string;
/** Lines of at most `width` columns, broken at spaces outside of backticks; a word that is longer stands alone. */
export declare function wrap(text: string, width: number): string[];
/**
 * Blocks joined as long as they fit into `limit` characters; what does not fit is replaced by `notice`. Blocks are
 * never cut, so that no table, fence or surrogate pair is left open.
 */
export declare function fitBlocks(blocks: readonly string[], limit: number, notice: string): string;
