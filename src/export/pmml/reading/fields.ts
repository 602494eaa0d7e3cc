import { FormatError } from '../../../bytes/format-error.js';
import type { Cell, Row } from '../../predictions/rows.js';
import { attribute, childOf, childrenOf, type XmlNode } from './node.js';

/** PMML's built-in functions that have numbers as arguments. */
const FUNCTIONS: Readonly<Record<string, (...values: number[]) => number>> = {
  '+': (x, y) => x + y,
  '-': (x, y) => x - y,
  '*': (x, y) => x * y,
  '/': (x, y) => x / y,
  pow: (x, y) => x ** y,
  ln: Math.log,
  ln1p: Math.log1p,
  log10: Math.log10,
  exp: Math.exp,
  sqrt: Math.sqrt,
  abs: Math.abs,
  floor: Math.floor,
  ceil: Math.ceil,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  min: Math.min,
  max: Math.max,
  greaterThan: (x, y) => Number(x > y),
  greaterOrEqual: (x, y) => Number(x >= y),
  lessThan: (x, y) => Number(x < y),
  lessOrEqual: (x, y) => Number(x <= y),
  equal: (x, y) => Number(x === y),
  notEqual: (x, y) => Number(x !== y),
};

/** A row with the fields that a document derives from it. Null is a missing value. */
export function withDerived(document: XmlNode, row: Row): Map<string, Cell> {
  const values = new Map<string, Cell>();
  for (const field of childrenOf(childOf(document, 'DataDictionary') as XmlNode, 'DataField')) {
    const name = attribute(field, 'name');
    const value = Object.hasOwn(row, name) ? (row[name] ?? null) : null;
    const known = childrenOf(field, 'Value').map((one) => attribute(one, 'value'));
    values.set(name, known.length > 0 && !known.includes(String(value)) ? null : value);
  }
  const dictionary = childOf(document, 'TransformationDictionary');
  for (const field of dictionary ? childrenOf(dictionary, 'DerivedField') : []) {
    const [expression] = field.children;
    const value = expression ? evaluate(expression, values) : null;
    values.set(attribute(field, 'name'), typeof value === 'number' && Number.isNaN(value) ? null : value);
  }
  return values;
}

function evaluate(expression: XmlNode, values: ReadonlyMap<string, Cell>): Cell {
  switch (expression.tag) {
    case 'Constant':
      return Number(expression.text);
    case 'FieldRef':
      return values.get(attribute(expression, 'field')) ?? null;
    case 'NormDiscrete': {
      const value = values.get(attribute(expression, 'field')) ?? null;
      return value === null
        ? Number(expression.attributes['mapMissingTo'] ?? Number.NaN)
        : Number(String(value) === attribute(expression, 'value'));
    }
    case 'MapValues':
      return mapped(expression, values);
    case 'Apply': {
      const given = (at: number): Cell => evaluate(expression.children[at] as XmlNode, values);
      if (expression.attributes['function'] === 'if') {
        const condition = given(0);
        return condition === null ? null : given(condition ? 1 : 2);
      }
      if (expression.attributes['function'] === 'isMissing') return Number(given(0) === null);
      const call = FUNCTIONS[attribute(expression, 'function')];
      const all = expression.children.map((_, at) => given(at));
      if (!call)
        throw new FormatError('unsupported', `expected a known function, found ${expression.attributes['function']}`);
      return all.includes(null) ? null : call(...all.map(Number));
    }
    default:
      throw new FormatError('unsupported', `expected an expression, found <${expression.tag}>`);
  }
}

function mapped(expression: XmlNode, values: ReadonlyMap<string, Cell>): Cell {
  const pair = childOf(expression, 'FieldColumnPair') as XmlNode;
  const value = values.get(attribute(pair, 'field')) ?? null;
  const rows = childrenOf(childOf(expression, 'InlineTable') as XmlNode, 'row');
  const found = rows.find((row) => childOf(row, attribute(pair, 'column'))?.text === String(value));
  return found ? Number(childOf(found, attribute(expression, 'outputColumn'))?.text) : null;
}
