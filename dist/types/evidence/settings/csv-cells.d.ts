/** Cells of one line of CSV; quotes may hold commas. */
export declare const csvCells: (line: string) => string[];
