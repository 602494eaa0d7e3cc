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
  round: Math.round,
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
  derive(childOf(document, 'TransformationDictionary'), values);
  return values;
}

/** The same for the fields that a model derives for itself. */
export function withLocal(model: XmlNode, given: ReadonlyMap<string, Cell>): ReadonlyMap<string, Cell> {
  const local = childOf(model, 'LocalTransformations');
  if (!local) return given;
  const values = new Map(given);
  derive(local, values);
  return values;
}

function derive(dictionary: XmlNode | undefined, values: Map<string, Cell>): void {
  for (const field of dictionary ? childrenOf(dictionary, 'DerivedField') : []) {
    const [expression] = field.children;
    const value = expression ? evaluate(expression, values) : null;
    values.set(attribute(field, 'name'), typeof value === 'number' && Number.isNaN(value) ? null : value);
  }
}

function evaluate(expression: XmlNode, values: ReadonlyMap<string, Cell>): Cell {
  switch (expression.tag) {
    case 'Constant':
      return expression.attributes['dataType'] === 'string' ? expression.text : Number(expression.text);
    case 'Discretize':
      return discretized(expression, values);
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

/** What an attribute says for other values, where there is one. */
function otherwise({ attributes }: XmlNode, name: 'mapMissingTo' | 'defaultValue'): number | null {
  const value = attributes[name];
  return value === undefined ? null : Number(value);
}

/** The bin of a number whose interval, both ends included, holds it. */
function discretized(expression: XmlNode, values: ReadonlyMap<string, Cell>): Cell {
  const value = values.get(attribute(expression, 'field')) ?? null;
  if (value === null) return otherwise(expression, 'mapMissingTo');
  const bin = childrenOf(expression, 'DiscretizeBin').find((one) => {
    const interval = childOf(one, 'Interval') as XmlNode;
    return (
      Number(attribute(interval, 'leftMargin')) <= Number(value) &&
      Number(value) <= Number(attribute(interval, 'rightMargin'))
    );
  });
  return bin ? Number(attribute(bin, 'binValue')) : otherwise(expression, 'defaultValue');
}

function mapped(expression: XmlNode, values: ReadonlyMap<string, Cell>): Cell {
  const pair = childOf(expression, 'FieldColumnPair') as XmlNode;
  const value = values.get(attribute(pair, 'field')) ?? null;
  if (value === null) return otherwise(expression, 'mapMissingTo');
  const rows = childrenOf(childOf(expression, 'InlineTable') as XmlNode, 'row');
  const found = rows.find((row) => childOf(row, attribute(pair, 'column'))?.text === String(value));
  return found
    ? Number(childOf(found, attribute(expression, 'outputColumn'))?.text)
    : otherwise(expression, 'defaultValue');
}
