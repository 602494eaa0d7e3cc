import { FormatError } from '../../bytes/format-error.js';
import {
  attributeOf,
  classesOf,
  dimensionsOf,
  memberOf,
  membersOf,
  type RObject,
  type RSerialization,
  textsOf,
} from '../../containers/r-serialization.js';
import { streamNumbers, streamTexts } from '../../containers/r-serialization-values.js';

/** Values held at once: models of more are no regressions that anybody wrote down. */
const MOST_VALUES = 20_000_000;
const NA_INTEGER = -0x80000000;

/** Names of a vector, or of the columns of a data frame or list. */
export const namesOf = (value: RObject | undefined): string[] => texts(value && attributeOf(value, 'names'));

/** Texts with NA as such; empty for anything else. */
export const texts = (value: RObject | undefined): string[] => textsOf(value).map((text) => text ?? 'NA');

/** Row and column names of a matrix; null where it has none. */
export function dimensionNames(matrix: RObject): (string[] | null)[] {
  const names = attributeOf(matrix, 'dimnames');
  return names?.kind === 'list' ? names.items.map((item) => (item.kind === 'character' ? texts(item) : null)) : [];
}

/** Labels of a factor; null for anything else. */
export const levelsOf = (value: RObject | undefined): string[] | null =>
  value !== undefined && classesOf(value).includes('factor') ? texts(attributeOf(value, 'levels')) : null;

/** A list of character vectors by name, as `xlevels` are. Entries that are none are left out. */
export function namedTexts(value: RObject | undefined): Record<string, string[]> {
  if (value?.kind !== 'list') return {};
  const names = namesOf(value);
  const entries = value.items.map((item, i) => [names[i] ?? '', item] as const);
  return Object.fromEntries(entries.filter(([, item]) => item.kind === 'character').map(([k, v]) => [k, texts(v)]));
}

/** A matrix by rows. */
export interface Matrix {
  rows: number;
  columns: number;
  rowNames: string[] | null;
  columnNames: string[] | null;
  at(row: number, column: number): number;
}

/** Reads values of one serialization. */
export class RReading {
  constructor(readonly input: RSerialization['input']) {}

  /** Numbers of a vector, column-major; NA and NaN are NaN. Empty for anything that is no vector of numbers. */
  async numbers(value: RObject | undefined): Promise<number[]> {
    if (value?.kind !== 'double' && value?.kind !== 'integer' && value?.kind !== 'logical') return [];
    if (value.length > MOST_VALUES)
      throw new FormatError('resource-limit', `expected at most ${MOST_VALUES} values, found ${value.length}`);
    const numbers: number[] = [];
    for await (const part of streamNumbers(this.input, value)) {
      const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
      if (value.kind === 'double') for (let at = 0; at < part.length; at += 8) numbers.push(view.getFloat64(at, true));
      else
        for (let at = 0; at < part.length; at += 4) {
          const number = view.getInt32(at, true);
          numbers.push(number === NA_INTEGER ? Number.NaN : number);
        }
    }
    return numbers;
  }

  /** The number that a vector of one value is. */
  async number(value: RObject | undefined): Promise<number | null> {
    const numbers = await this.numbers(value);
    return numbers.length === 1 ? (numbers[0] as number) : null;
  }

  /** The number of that name in a vector. */
  async named(value: RObject | undefined, name: string): Promise<number | null> {
    const at = namesOf(value).indexOf(name);
    return at < 0 ? null : ((await this.numbers(value))[at] ?? null);
  }

  /** Strings of a character vector or labels of a factor. */
  async strings(value: RObject | undefined): Promise<string[]> {
    if (value === undefined) return [];
    const levels = levelsOf(value);
    if (levels) return (await this.numbers(value)).map((code) => levels[code - 1] ?? 'NA');
    if (value.kind !== 'character') return [];
    const strings: string[] = [];
    for await (const text of streamTexts(this.input, value)) strings.push(text ?? 'NA');
    return strings;
  }

  async matrix(value: RObject | undefined): Promise<Matrix | null> {
    const dimensions = value && dimensionsOf(value);
    if (!value || dimensions?.length !== 2) return null;
    const [rows = 0, columns = 0] = dimensions;
    const values = await this.numbers(value);
    if (values.length !== rows * columns) return null;
    const [rowNames = null, columnNames = null] = dimensionNames(value);
    return {
      rows,
      columns,
      rowNames,
      columnNames,
      at: (row, column) => values[column * rows + row] ?? Number.NaN,
    };
  }
}

/** A variable in the environment of the first function of a list that has it. */
export function closureVariable(functions: RObject | undefined, name: string): RObject | undefined {
  for (const { value } of functions ? membersOf(functions) : []) {
    if (value.kind !== 'closure' || value.environment.kind !== 'environment') continue;
    const found = value.environment.variables.find(({ tag }) => tag === name)?.value;
    // Arguments stay promises after they were evaluated.
    if (found) return found.kind === 'promise' ? found.value : found;
  }
  return undefined;
}

/** Member of a list by a `$` path. */
export const memberAt = (value: RObject, path: string): RObject | undefined =>
  path.split('$').reduce<RObject | undefined>((found, name) => found && memberOf(found, name), value);
