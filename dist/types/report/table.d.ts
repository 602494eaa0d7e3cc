import type { Paint } from './paint.js';
import type { Toned } from './words.js';
export interface Column<Row> {
    title: string;
    cell(row: Row): Toned | string;
    right?: boolean;
    /** Width below which optional columns are left out rather than this one shortened; absent: `shrinksTo`. */
    comfort?: number;
    /** Least width when the terminal is narrow; absent: never shortened. */
    shrinksTo?: number;
    /** Where a text that is too long is cut; the middle by default. */
    cut?: 'end';
    /** Left out when the terminal is too narrow, highest number first. */
    optional?: number;
}
/** Rows as a table of at most `width` columns: optional columns go first, then flexible ones are shortened. */
export declare function renderTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width: number, paint: Paint): string[];
