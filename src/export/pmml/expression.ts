import type { Expression } from '../../formats/structure/statistical-model.js';
import { NotExportable } from '../not-exportable.js';
import { isKnown } from '../predictions/expression.js';
import { type Element, element, numberText } from './element.js';

/** Functions of R by their names in PMML (section "Built-in functions"). */
const FUNCTIONS: Readonly<Record<string, string>> = {
  '+': '+',
  '-': '-',
  '*': '*',
  '/': '/',
  '^': 'pow',
  log10: 'log10',
  log1p: 'ln1p',
  exp: 'exp',
  sqrt: 'sqrt',
  abs: 'abs',
  floor: 'floor',
  ceiling: 'ceil',
  sin: 'sin',
  cos: 'cos',
  tan: 'tan',
  pmin: 'min',
  pmax: 'max',
  '>': 'greaterThan',
  '>=': 'greaterOrEqual',
  '<': 'lessThan',
  '<=': 'lessOrEqual',
  '==': 'equal',
  '!=': 'notEqual',
};
const TRANSPARENT = new Set(['(', 'I', 'as.numeric']);
const COMPARISON = /^(?:[<>]=?|[=!]=)$/;

export const apply = (name: string, ...values: Element[]): Element => element('Apply', { function: name }, values);
export const constant = (value: number): Element => element('Constant', { dataType: 'double' }, [numberText(value)]);
export const textConstant = (value: string): Element => element('Constant', { dataType: 'string' }, [value]);
export const reference = (field: string): Element => element('FieldRef', { field });

/** An expression of a formula in PMML; comparisons are 1 and 0. */
export function applyOf(expression: Expression): Element {
  if (expression.kind === 'number') return constant(expression.value);
  if (expression.kind === 'name') return expression.name === 'pi' ? constant(Math.PI) : reference(expression.name);
  if (expression.kind === 'text') throw new NotExportable('the formula has text where a number is expected');
  const { function: name } = expression;
  if (!isKnown(name))
    throw new NotExportable(
      `the formula has ${name}(…), which depends on the data it was fitted to or has no place in PMML`,
    );
  const [first, second, ...more] = expression.arguments.map(({ value }) => applyOf(value));
  if (!first) throw new NotExportable(`the formula has ${name}() without an argument`);
  if (TRANSPARENT.has(name)) return first;
  if (name === 'log') return second ? apply('/', apply('ln', first), apply('ln', second)) : apply('ln', first);
  if (name === 'log2') return apply('/', apply('ln', first), constant(Math.LN2));
  if (name === '-' && !second) return apply('-', constant(0), first);
  if (name === '+' && !second) return first;
  const call = apply(FUNCTIONS[name] as string, first, ...(second ? [second] : []), ...more);
  return COMPARISON.test(name) ? apply('if', call, constant(1), constant(0)) : call;
}
