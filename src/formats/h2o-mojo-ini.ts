import { numberTensor } from './number-tensor.js';
import type { Tensor } from './tensor.js';

/** `model.ini`: settings of the model, names of its columns, and for each column with levels the file that lists them. */
export interface MojoSettings {
  info: ReadonlyMap<string, string>;
  columns: readonly string[];
  /** Place of a column, path below `domains/`. */
  domains: readonly { column: number; file: string }[];
}

/** Parses `model.ini`; null where it is no settings of a MOJO. Lines: `key = value`, a column, `place: count file`. */
export function parseMojoSettings(text: string): MojoSettings | null {
  const info = new Map<string, string>();
  const columns: string[] = [];
  const domains: { column: number; file: string }[] = [];
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    const heading = /^\[(\w+)\]\s*$/.exec(line);
    if (heading && ['info', 'columns', 'domains'].includes(heading[1] as string)) section = heading[1] as string;
    else if (section === 'columns' && line !== '') columns.push(line);
    else if (section === 'info') {
      const [, key, value] = /^([^=\s]+)\s*=\s?(.*)$/.exec(line) ?? [];
      if (key !== undefined && value !== undefined) info.set(key, value);
    } else if (section === 'domains') {
      const [, column, file] = /^(\d+): \d+ (\S+)$/.exec(line) ?? [];
      if (column !== undefined && file !== undefined) domains.push({ column: Number(column), file });
    }
  }
  return info.has('mojo_version') && info.has('h2o_version') ? { info, columns, domains } : null;
}

const NUMBER = /^-?(?:\d+(?:\.\d+)?(?:E-?\d+)?|NaN|Infinity)$/;

/** Value of a setting as Java wrote it: a number, true or false, null, a list of numbers, else text. */
export function mojoValue(text: string): string | number | boolean | null | number[] {
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?\d+$/.test(text) && !Number.isSafeInteger(Number(text))) return text;
  if (NUMBER.test(text)) return Number(text);
  const items = /^\[(.*)\]$/.exec(text)?.[1]?.split(', ');
  return items?.every((item) => NUMBER.test(item)) ? items.map(Number) : text;
}

/** Weights of deep learning are float32; everything else that has a point is a double. */
const FLOATS = /^weight_layer\d+$/;

const isInt = (number: number): boolean => Math.abs(number) < 2 ** 31;

/** A list of numbers of the settings as a tensor. `text` tells doubles, which Java writes with a point, from integers. */
export function mojoTensor(name: string, key: string, numbers: readonly number[], text: string): Tensor {
  const dtype = /[.NI]/.test(text)
    ? FLOATS.test(key)
      ? 'float32'
      : 'float64'
    : numbers.every(isInt)
      ? 'int32'
      : 'int64';
  return numberTensor(name, dtype, [numbers.length], numbers);
}
