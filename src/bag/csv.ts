/** First characters that make spreadsheets take a cell for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** One line of RFC 4180 CSV, ended by LF. A name that a spreadsheet would run as a formula gets a leading apostrophe. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

function csvCell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Rows of RFC 4180 CSV; lines end with LF or CRLF, quoted cells may hold both. What follows a closing quote belongs to its cell. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length || row.length > 0; ) {
    const { cell, end } = cellAt(text, at);
    row.push(cell);
    at = end + 1;
    if (text[end] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** The cell that begins at `at`, and where it ends. A pattern for quoted cells would look again and again through one without end. */
function cellAt(text: string, at: number): { cell: string; end: number } {
  let cell = '';
  let from = at;
  while (text[from] === '"') {
    // Two quotes are one.
    if (from > at) cell += '"';
    const quote = text.indexOf('"', from + 1);
    const stop = quote < 0 ? text.length : quote;
    cell += text.slice(from + 1, stop);
    from = Math.min(stop + 1, text.length);
  }
  const rest = /[^,\n]*/y;
  rest.lastIndex = from;
  const plain = rest.exec(text)?.[0] ?? '';
  return { cell: cell + plain.replace(/\r$/, ''), end: from + plain.length };
}
