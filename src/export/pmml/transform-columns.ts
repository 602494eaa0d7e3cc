import { NotExportable } from '../not-exportable.js';
import type { InputColumn } from '../predictions/rows.js';
import type { Step } from '../predictor/predictor.js';
import { derivedNumber } from './document.js';
import { type Element, element } from './element.js';
import { apply, constant, reference } from './expression.js';

/** More terms than this in one sum nest deeper than readers of XML take. */
const MOST_TERMS = 100;

/** A column on its way through the steps: a field of the document. */
interface Column {
  field: string;
  isText: boolean;
}

/** Steps of a pipeline as derived fields. */
export interface Transformed {
  /** Fields that the model takes, in order. */
  fields: string[];
  derived: Element[];
}

export function transformColumns(inputs: readonly InputColumn[], steps: readonly Step[]): Transformed {
  const writer = new ColumnWriter(new Set(inputs.map(({ name }) => name)));
  let columns = inputs.map(({ name, levels }): Column => ({ field: name, isText: levels !== undefined }));
  for (const step of steps) columns = writer.step(step, columns);
  const text = columns.find(({ isText }) => isText);
  if (text) throw new NotExportable(`${text.field} is text that no step makes numbers of`);
  return { fields: columns.map(({ field }) => field), derived: writer.derived };
}

class ColumnWriter {
  readonly derived: Element[] = [];
  constructor(readonly names: Set<string>) {}

  step(step: Step, columns: readonly Column[]): Column[] {
    switch (step.kind) {
      case 'affine':
        return columns.map((column, i) => this.#affine(step, column, i));
      case 'impute':
        return columns.map((column, i) => {
          const value = apply('if', apply('isMissing', number(column)), constant(step.values[i] ?? 0), number(column));
          return this.#add(`impute(${column.field})`, value);
        });
      case 'one-hot':
        return step.columns.flatMap(({ categories, kept }, i) => {
          const column = columns[i] as Column;
          return kept.map((at) => {
            const label = categories[at] as string | number;
            const value =
              typeof label === 'string'
                ? element('NormDiscrete', { field: column.field, value: label, mapMissingTo: 0 })
                : apply('if', apply('equal', number(column), constant(label)), constant(1), constant(0));
            return this.#add(`${column.field}=${label}`, value);
          });
        });
      case 'project':
        return step.components.map((weights, component) => this.#projected(step, weights, component, columns));
      case 'columns':
        return step.parts.flatMap(({ from, steps }) => {
          let part = from.map((at) => columns[at] as Column);
          for (const inner of steps) part = this.step(inner, part);
          return part;
        });
      case 'normalize':
        throw new NotExportable('rows are divided by their norm, which only the ONNX export holds');
    }
  }

  #affine(step: Extract<Step, { kind: 'affine' }>, column: Column, i: number): Column {
    const { subtract, divide, multiply, add, range } = step;
    let value = number(column);
    const operations = [['-', subtract], ['/', divide], ['*', multiply], ['+', add]] as const; // biome-ignore format: one line reads best
    for (const [operator, values] of operations)
      if (values) value = apply(operator, value, constant(values[i] as number));
    if (range) value = apply('min', apply('max', value, constant(range[0])), constant(range[1]));
    return this.#add(`scale(${column.field})`, value);
  }

  #projected(
    { mean, scale }: Extract<Step, { kind: 'project' }>,
    weights: readonly number[],
    component: number,
    columns: readonly Column[],
  ): Column {
    if (weights.length > MOST_TERMS)
      throw new NotExportable(`a component of ${weights.length} columns is more than readers of PMML take`);
    const terms = weights.map((weight, i) => {
      const own = number(columns[i] as Column);
      return apply('*', constant(weight), mean ? apply('-', own, constant(mean[i] as number)) : own);
    });
    const sum = terms.reduce((left, right) => apply('+', left, right));
    const divisor = scale?.[component];
    return this.#add(`component${component}`, divisor === undefined ? sum : apply('/', sum, constant(divisor)));
  }

  #add(wanted: string, value: Element): Column {
    let field = wanted;
    for (let i = 1; this.names.has(field); i++) field = `${wanted}.${i}`;
    this.names.add(field);
    this.derived.push(derivedNumber(field, value));
    return { field, isText: false };
  }
}

function number({ field, isText }: Column): Element {
  if (isText) throw new NotExportable(`${field} is text that meets a step for numbers`);
  return reference(field);
}
