/** Cells of one line of CSV; quotes may hold commas. */
export const csvCells = (line: string): string[] =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .map((match) => match[1]!.replace(/^"|"$/g, '').replaceAll('""', '"'))
    .slice(0, line === '' ? 0 : -1);
