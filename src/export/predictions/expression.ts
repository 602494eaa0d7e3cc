import type { Expression } from '../../formats/structure/statistical-model.js';
import { NotExportable } from '../not-exportable.js';
import type { Cell, Row } from './rows.js';

/** Functions of R that keep their meaning row by row: everything else (`poly`, `scale`, `ns`) depends on the whole data. */
const FUNCTIONS: Readonly<Record<string, (...values: number[]) => number>> = {
  '+': (x, y = 0) => (y === undefined ? x : x + y),
  '-': (x, y) => (y === undefined ? -x : x - y),
  '*': (x, y) => x * y,
  '/': (x, y) => x / y,
  '^': (x, y) => x ** y,
  '(': (x) => x,
  I: (x) => x,
  'as.numeric': (x) => x,
  log: (x, base) => (base === undefined ? Math.log(x) : Math.log(x) / Math.log(base)),
  log10: (x) => Math.log10(x),
  log2: (x) => Math.log2(x),
  log1p: (x) => Math.log1p(x),
  exp: (x) => Math.exp(x),
  sqrt: (x) => Math.sqrt(x),
  abs: (x) => Math.abs(x),
  floor: (x) => Math.floor(x),
  ceiling: (x) => Math.ceil(x),
  sin: (x) => Math.sin(x),
  cos: (x) => Math.cos(x),
  tan: (x) => Math.tan(x),
  pmin: (...x) => Math.min(...x),
  pmax: (...x) => Math.max(...x),
  '>': (x, y) => Number(x > y),
  '>=': (x, y) => Number(x >= y),
  '<': (x, y) => Number(x < y),
  '<=': (x, y) => Number(x <= y),
  '==': (x, y) => Number(x === y),
  '!=': (x, y) => Number(x !== y),
};
/** Functions whose value is the column itself, as labels. */
const LABELS = /^(?:as\.)?(?:factor|ordered|character)$/;

/** Functions that are not defined for numbers below 0. */
const OF_POSITIVE = new Set(['log', 'log10', 'log2', 'sqrt', '^', '/']);

export const isKnown = (name: string): boolean => Object.hasOwn(FUNCTIONS, name);

/** The number that an expression has for a row. */
export function evaluateExpression(expression: Expression, row: Row): number {
  if (expression.kind === 'number') return expression.value;
  if (expression.kind === 'name') {
    const value: Cell = (Object.hasOwn(row, expression.name) ? row[expression.name] : null) ?? null;
    if (expression.name === 'pi' && value === null) return Math.PI;
    return typeof value === 'number' ? value : Number.NaN;
  }
  const call = expression.kind === 'call' && isKnown(expression.function) ? FUNCTIONS[expression.function] : undefined;
  if (!call || expression.kind !== 'call') throw new NotExportable(`the formula has ${describe(expression)}`);
  return call(...expression.arguments.map(({ value }) => evaluateExpression(value, row)));
}

const describe = (expression: Expression): string =>
  expression.kind === 'call'
    ? `${expression.function}(…), which depends on the data it was fitted to or is not known here`
    : 'text where a number is expected';

/** The column that `factor(x)` and its like turn into labels; null for any other expression. */
export const labeledColumn = (expression: Expression): string | null =>
  expression.kind === 'call' && LABELS.test(expression.function) && expression.arguments[0]?.value.kind === 'name'
    ? expression.arguments[0].value.name
    : null;

/** Names of the columns that an expression needs; whether it takes something of them that only positive numbers have. */
export function columnsIn(expression: Expression, isPositive = false): { name: string; isPositive: boolean }[] {
  if (expression.kind === 'name') return expression.name === 'pi' ? [] : [{ name: expression.name, isPositive }];
  if (expression.kind !== 'call') return [];
  if (!isKnown(expression.function)) throw new NotExportable(`the formula has ${describe(expression)}`);
  return expression.arguments.flatMap(({ value }) =>
    columnsIn(value, isPositive || OF_POSITIVE.has(expression.function)),
  );
}
