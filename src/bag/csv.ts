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
