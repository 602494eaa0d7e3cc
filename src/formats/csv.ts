import { readLines } from '../containers/text-lines.js';
import { certain, emptyContents, type Format, type FormatFacts, NO, possible } from './format.js';
import type { Glimpse } from './glimpse.js';
import { utf8Head } from './head-text.js';

export const CSV_FACTS: FormatFacts = {
  disclosure: 'standard',
  steward: 'IETF',
  specification: 'https://www.rfc-editor.org/rfc/rfc4180',
  encoding: 'text',
  holds: 'table',
  independent: true,
  worstLoading: 'data-only',
  mediaType: 'text/csv',
  puid: 'x-fmt/18',
};

/** Column names by which tools call the terms of a model, and their estimates. */
const TERM = /^(?:term|terms|variable|feature|predictor|parameter|coefficient|coef_?name|name|)$/i;
const ESTIMATE = /^(?:estimates?|coef(?:ficient)?s?|values?|weights?|betas?|s[01])$/i;
/** Rows of a coefficient table kept as facts. */
const KEPT_ROWS = 256;

/** Cells of one line; quotes may enclose separators, not line ends. */
export function parseRow(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const character = line[i] ?? '';
    if (quoted && character === '"' && line[i + 1] === '"') {
      cell += '"';
      i++;
    } else if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += character;
  }
  return [...cells, cell];
}

interface Header {
  separator: string;
  columns: string[];
  rows: string[][];
}

/** The first lines as a table, if every whole line has as many cells as the first. */
function headerOf({ head, size }: Glimpse): Header | null {
  const text = utf8Head(head).replace(/^\ufeff/, '');
  const lines = text.split(/\r?\n/);
  if (size > head.length) lines.pop();
  const [first, ...rest] = lines.filter((line) => line !== '');
  if (first === undefined || rest.length === 0) return null;
  for (const separator of [',', ';', '\t']) {
    const columns = parseRow(first, separator);
    if (columns.length < 2) continue;
    const rows = rest.slice(0, 50).map((line) => parseRow(line, separator));
    if (rows.every((row) => row.length === columns.length)) return { separator, columns, rows };
  }
  return null;
}

const isNumber = (cell: string): boolean => cell.trim() !== '' && Number.isFinite(Number(cell));

/** Column of the estimates, where the table is one of terms and estimates. */
function estimateColumn({ columns, rows }: Header): number {
  if (!TERM.test(columns[0] ?? '') || columns.length > 8) return -1;
  const column = columns.findIndex((name, i) => i > 0 && ESTIMATE.test(name.trim()));
  return column > 0 && rows.every((row) => isNumber(row[column] ?? '')) && rows.some((row) => !isNumber(row[0] ?? ''))
    ? column
    : -1;
}

export const csvCoefficients: Format = {
  id: 'csv-coefficients',
  name: 'table of coefficients (CSV)',
  extensions: ['.csv', '.tsv', '.txt'],
  family: 'arrays',
  container: 'text',
  signature: 'comma-separated text whose columns name terms and their values',
  facts: { ...CSV_FACTS, holds: 'weights' },
  specializes: 'csv',
  recognize: (glimpse) => {
    const header = headerOf(glimpse);
    return header && estimateColumn(header) > 0 ? certain('table of terms and estimates') : NO;
  },

  async inspect({ source, glimpse }) {
    const contents = emptyContents('data-only');
    const header = headerOf(glimpse);
    if (!header) return contents;
    const column = estimateColumn(header);
    const coefficients: Record<string, number> = Object.create(null);
    let rows = -1;
    for await (const line of readLines(source)) {
      if (line === '') continue;
      if (++rows === 0) continue;
      const cells = parseRow(line, header.separator);
      if (cells.length !== header.columns.length) {
        contents.observations.push({
          kind: 'malformed',
          code: 'invalid-structure',
          message: `expected ${header.columns.length} cells in row ${rows}, found ${cells.length}`,
        });
      }
      if (rows <= KEPT_ROWS) coefficients[cells[0] ?? ''] = Number(cells[column]);
    }
    contents.facts.push({ key: 'columns', value: header.columns, where: 'first line' });
    contents.facts.push({ key: 'rows', value: rows, where: 'lines' });
    contents.facts.push({ key: 'coefficients', value: { ...coefficients }, where: header.columns[column] ?? '' });
    return contents;
  },
};

/** Any other table. */
export const csv: Format = {
  id: 'csv',
  name: 'CSV table',
  extensions: ['.csv', '.tsv'],
  family: 'arrays',
  container: 'text',
  signature: 'comma- or tab-separated text',
  facts: { ...CSV_FACTS, isModel: false },
  recognize: (glimpse) => {
    if (!/^\.[ct]sv$/.test(glimpse.extension)) return NO;
    return headerOf(glimpse) ? possible('lines of equally many cells') : NO;
  },
  inspect: async () => emptyContents('data-only'),
};
