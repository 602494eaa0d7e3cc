/** One line of RFC 4180 CSV, ended by LF. A name that a spreadsheet would run as a formula gets a leading apostrophe. */
export declare function csvLine(cells: readonly string[]): string;
/** Rows of RFC 4180 CSV; lines end with LF or CRLF, quoted cells may hold both. What follows a closing quote belongs to its cell. */
export declare function parseCsv(text: string): string[][];
