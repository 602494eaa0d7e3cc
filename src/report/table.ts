import { cut, displayWidth, pad } from './fit.js';
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

const GAP = 2;

/** Rows as a table of at most `width` columns: optional columns go first, then flexible ones are shortened. */
export function renderTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  width: number,
  paint: Paint,
): string[] {
  const filled = columns.filter((column) => rows.some((row) => textOf(column.cell(row)) !== ''));
  const { kept, widths } = layOut(rows, filled, width);
  const line = (cells: readonly string[]): string => cells.join(' '.repeat(GAP)).trimEnd();
  // Color ends with the text, so that the last cell leaves no blanks behind.
  const filledTo = (text: string, painted: string, i: number): string =>
    pad(text, widths[i]!, kept[i]!.right).replace(text, () => painted);
  const head = line(kept.map(({ title }, i) => filledTo(title, paint.dim(title), i)));
  const body = rows.map((row) =>
    line(
      kept.map((column, i) => {
        const cell = column.cell(row);
        const text = cut(textOf(cell), widths[i]!, column.cut);
        return filledTo(text, typeof cell === 'string' ? text : paint.tone(cell.tone, text), i);
      }),
    ),
  );
  return [head, ...body];
}

function layOut<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  width: number,
): { kept: Column<Row>[]; widths: number[] } {
  const kept = [...columns];
  for (;;) {
    const natural = kept.map((column) =>
      rows.reduce((most, row) => Math.max(most, displayWidth(textOf(column.cell(row)))), displayWidth(column.title)),
    );
    const atLeast = (width: (column: Column<Row>) => number | undefined): number[] =>
      kept.map((column, i) => Math.min(natural[i]!, width(column) ?? natural[i]!));
    const comfortable = atLeast(({ comfort, shrinksTo }) => comfort ?? shrinksTo);
    const room = width - GAP * (kept.length - 1);
    if (sum(comfortable) <= room || !kept.some(({ optional }) => optional !== undefined))
      return {
        kept,
        widths: shrink(
          natural,
          atLeast(({ shrinksTo }) => shrinksTo),
          room,
        ),
      };
    const last = kept.reduce((a, b) => ((b.optional ?? 0) > (a.optional ?? 0) ? b : a));
    kept.splice(kept.indexOf(last), 1);
  }
}

/** Takes columns away where there are most, until all fit or nothing can be taken. */
function shrink(natural: readonly number[], least: readonly number[], room: number): number[] {
  const widths = [...natural];
  while (sum(widths) > room) {
    const spare = widths.map((width, i) => width - least[i]!);
    const most = spare.indexOf(Math.max(...spare));
    if (spare[most]! <= 0) break;
    widths[most]!--;
  }
  return widths;
}

const textOf = (cell: Toned | string): string => (typeof cell === 'string' ? cell : cell.text);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
