import { FormatError } from '../../../bytes/format-error.js';
import type { Cell } from '../../predictions/rows.js';
import { arrayItems, attribute, childOf, type XmlNode } from './node.js';

export const PREDICATES = new Set(['True', 'False', 'SimplePredicate', 'SimpleSetPredicate', 'CompoundPredicate']);

/** What a predicate says of a row; null: unknown, since a value is missing (PMML 4.4, "Predicates"). */
export function holds(predicate: XmlNode, values: ReadonlyMap<string, Cell>): boolean | null {
  if (predicate.tag === 'True') return true;
  if (predicate.tag === 'False') return false;
  if (predicate.tag === 'CompoundPredicate') return compound(predicate, values);
  const value = values.get(attribute(predicate, 'field')) ?? null;
  if (value === null) return null;
  if (predicate.tag === 'SimpleSetPredicate')
    return (
      arrayItems(childOf(predicate, 'Array') as XmlNode).includes(String(value)) ===
      (attribute(predicate, 'booleanOperator') === 'isIn')
    );
  return compare(attribute(predicate, 'operator'), value, attribute(predicate, 'value'));
}

function compare(operator: string, value: Cell, text: string): boolean {
  if (operator === 'equal') return typeof value === 'number' ? value === Number(text) : value === text;
  if (typeof value !== 'number') throw new FormatError('invalid-structure', 'expected a number to compare, found text');
  const other = Number(text);
  if (operator === 'lessThan') return value < other;
  if (operator === 'lessOrEqual') return value <= other;
  if (operator === 'greaterThan') return value > other;
  if (operator === 'greaterOrEqual') return value >= other;
  throw new FormatError('unsupported', `expected a comparison, found ${operator}`);
}

function compound(predicate: XmlNode, values: ReadonlyMap<string, Cell>): boolean | null {
  const parts = predicate.children.filter(({ tag }) => PREDICATES.has(tag));
  const operator = attribute(predicate, 'booleanOperator');
  let isUnknown = false;
  for (const part of parts) {
    const said = holds(part, values);
    if (said === null) isUnknown = true;
    else if (operator === 'surrogate' || said === (operator === 'or')) return said;
  }
  return operator === 'surrogate' || isUnknown ? null : operator === 'and';
}
