import { FormatError } from '../bytes/format-error.js';
import { isObject, type Json, type JsonObject, parseJson } from '../containers/json-document.js';
import { COEFFICIENTS_SCHEMA, type CoefficientTable } from './coefficient-table.js';

/** The document is flat: members, rows of the covariance, their cells. */
const DEPTH = 8;

/** Reads the JSON of a coefficient table. Throws FormatError for any other text. */
export function readTable(text: string): CoefficientTable {
  const root = parseJson(Buffer.from(text), { depth: DEPTH });
  if (!isObject(root) || root['schema'] !== COEFFICIENTS_SCHEMA)
    throw new FormatError('invalid-structure', `expected the schema ${COEFFICIENTS_SCHEMA}, found another one`);
  const { covariance = null } = root;
  return {
    framework: textIn(root, 'framework'),
    frameworkVersion: textIn(root, 'frameworkVersion'),
    className: textIn(root, 'className'),
    formula: textIn(root, 'formula'),
    ...('family' in root && { family: textIn(root, 'family') }),
    ...('link' in root && { link: textIn(root, 'link') }),
    ...('dispersion' in root && { dispersion: numberOf(root['dispersion']) }),
    ...('residualDegreesOfFreedom' in root && {
      residualDegreesOfFreedom: numberOf(root['residualDegreesOfFreedom']),
    }),
    coefficients: listOf(root['coefficients'], 'coefficients').map((item) => {
      const entry = isObject(item) ? item : {};
      return {
        name: textIn(entry, 'name'),
        ...('outcome' in entry && { outcome: textIn(entry, 'outcome') }),
        value: numberOf(entry['value']),
      };
    }),
    covariance:
      covariance === null
        ? null
        : listOf(covariance, 'covariance').map((row) => listOf(row, 'a row of the covariance').map(numberOf)),
    levels: Object.fromEntries(
      Object.entries(isObject(root['levels']) ? root['levels'] : {}).map(([name, labels]) => [
        name,
        listOf(labels, 'levels').map(String),
      ]),
    ),
  };
}

function textIn(entry: JsonObject, key: string): string {
  const value = entry[key];
  if (typeof value !== 'string') throw new FormatError('invalid-structure', `expected text at ${key}, found none`);
  return value;
}

/** Infinite numbers are text. */
function numberOf(value: Json | undefined): number | null {
  if (value === null || typeof value === 'number') return value;
  if (value === 'Infinity' || value === '-Infinity' || value === 'NaN') return Number(value);
  throw new FormatError('invalid-structure', `expected a number, found ${JSON.stringify(value)}`);
}

function listOf(value: Json | undefined, what: string): Json[] {
  if (!Array.isArray(value)) throw new FormatError('invalid-structure', `expected a list of ${what}, found none`);
  return value;
}

/** A cell with what ends it (RFC 4180). */
const CELL = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\n)/y;

/** Rows of a CSV file, cells as text. Throws FormatError where a cell does not end. */
export function readRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length; at = CELL.lastIndex) {
    CELL.lastIndex = at;
    const [, cell = '', end] = CELL.exec(text) ?? [];
    if (end === undefined) throw new FormatError('invalid-structure', 'expected the end of a cell, found none', at);
    row.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) throw new FormatError('truncated', 'expected the end of a row, found the end of the file');
  return rows;
}
