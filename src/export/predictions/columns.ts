import type { Expression, Field } from '../../formats/structure/statistical-model.js';
import { NotExportable } from '../not-exportable.js';
import { columnsIn, evaluateExpression, labeledColumn } from './expression.js';
import type { Cell, InputColumn, Row } from './rows.js';

/** Columns of the data that fields and expressions need, each once. */
export function columnsOf(
  fields: readonly Field[],
  expressions: readonly Expression[] = [],
  around: (field: number) => readonly number[] = () => [],
): InputColumn[] {
  const columns = new Map<string, InputColumn>();
  const add = (column: InputColumn): void => {
    const known = columns.get(column.name);
    if (known && (known.levels === undefined) !== (column.levels === undefined))
      throw new NotExportable(`column ${column.name} is used as numbers and as labels`);
    const isPositive = (known?.isPositive ?? false) || (column.isPositive ?? false);
    columns.set(column.name, {
      ...column,
      ...(known?.around && { around: [...known.around, ...(column.around ?? [])] }),
      ...(isPositive && { isPositive }),
    });
  };
  for (const [i, { name, levels, expression, kind }] of fields.entries()) {
    if (kind === 'matrix') throw new NotExportable(`${name} has several columns that only its function computes`);
    const labeled = expression ? labeledColumn(expression) : name;
    if (levels && labeled !== null) add({ name: labeled, levels });
    else if (expression) for (const column of columnsIn(expression)) add(column);
    else add({ name, around: around(i), ...(kind === 'ordered' && { title: 'number of the level, from 1' }) });
  }
  for (const expression of expressions) for (const column of columnsIn(expression)) add(column);
  return [...columns.values()];
}

/** The value of a field for a row: a number, or the number of its level; null where there is none. */
export function fieldValue({ name, levels, expression }: Field, row: Row): number | null {
  const labeled = expression ? labeledColumn(expression) : name;
  if (levels && labeled !== null) {
    const level = levels.indexOf(String((row[labeled] ?? null) as Cell));
    return level < 0 ? null : level;
  }
  const value = expression ? evaluateExpression(expression, row) : row[name];
  return typeof value !== 'number' || Number.isNaN(value) ? null : value;
}
