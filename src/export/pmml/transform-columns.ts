import { NotExportable } from '../not-exportable.js';
import type { InputColumn } from '../predictions/rows.js';
import type { Label, Step } from '../predictor/predictor.js';
import { UniqueNames } from '../unique-names.js';
import { derivedNumber, derivedText } from './document.js';
import { type Element, element } from './element.js';
import { apply, constant, reference, textConstant } from './expression.js';

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
  const writer = new ColumnWriter(inputs.map(({ name }) => name));
  let columns = inputs.map(({ name, levels }): Column => ({ field: name, isText: levels !== undefined }));
  for (const step of steps) columns = writer.step(step, columns);
  const text = columns.find(({ isText }) => isText);
  if (text) throw new NotExportable(`${text.field} is text that no step makes numbers of`);
  return { fields: columns.map(({ field }) => field), derived: writer.derived };
}

class ColumnWriter {
  readonly derived: Element[] = [];
  readonly #names: UniqueNames;

  constructor(columns: readonly string[]) {
    this.#names = new UniqueNames('.', columns);
  }

  step(step: Step, columns: readonly Column[]): Column[] {
    switch (step.kind) {
      case 'affine':
        return columns.map((column, i) => this.#affine(step, column, i));
      case 'impute':
        return columns.map((column, i) => this.#imputed(column, step.values[i] ?? 0));
      case 'missing':
        return columns.map((column) =>
          this.#add(`missing(${column.field})`, isTrue(apply('isMissing', reference(column.field)))),
        );
      case 'binarize':
        return columns.map((column) =>
          this.#add(`above(${column.field})`, isTrue(apply('greaterThan', number(column), constant(step.threshold)))),
        );
      case 'ordinal':
        return step.columns.map(({ categories }, i) => this.#ordinal(columns[i] as Column, categories, step.unknown));
      case 'products':
        return step.terms.map((term) => this.#product(term.map((at) => columns[at] as Column)));
      case 'one-hot':
        return step.columns.flatMap(({ categories, kept }, i) => {
          const column = columns[i] as Column;
          return kept.map((at) => {
            const label = categories[at] as string | number;
            const value =
              typeof label === 'string'
                ? element('NormDiscrete', { field: column.field, value: label, mapMissingTo: 0 })
                : isTrue(apply('equal', number(column), constant(label)));
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

  #imputed(column: Column, value: Label): Column {
    const own = column.isText ? reference(column.field) : number(column);
    if (column.isText !== (typeof value === 'string'))
      throw new NotExportable(`${column.field} and what fills its gaps are not of one kind`);
    const other = typeof value === 'string' ? textConstant(value) : constant(value);
    const filled = apply('if', apply('isMissing', own), other, own);
    return this.#add(`impute(${column.field})`, filled, column.isText);
  }

  /** The place of the category; what is none of them has `unknown`, or no value. */
  #ordinal({ field, isText }: Column, categories: readonly Label[], unknown: number | null): Column {
    if (isText !== categories.some((label) => typeof label === 'string'))
      throw new NotExportable(`${field} and its categories are not of one kind`);
    return this.#add(`place(${field})`, placesOf(field, isText, categories, unknown));
  }

  #product(columns: readonly Column[]): Column {
    const [first, ...more] = columns.map(number);
    const value = first ? more.reduce((left, right) => apply('*', left, right), first) : constant(1);
    return this.#add(columns.length === 0 ? 'one' : columns.map(({ field }) => field).join(':'), value);
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

  #add(wanted: string, value: Element, isText = false): Column {
    const field = this.#names.unique(wanted);
    this.derived.push(isText ? derivedText(field, value) : derivedNumber(field, value));
    return { field, isText };
  }
}

/** 1 where it holds, else 0. */
const isTrue = (condition: Element): Element => apply('if', condition, constant(1), constant(0));

/** A table of texts; numbers have no text that all readers agree on, but an interval that holds nothing else. */
function placesOf(field: string, isText: boolean, categories: readonly Label[], unknown: number | null): Element {
  const other = unknown === null ? {} : { mapMissingTo: unknown, defaultValue: unknown };
  if (!isText)
    return element(
      'Discretize',
      { field, dataType: 'double', ...other },
      categories.map((label, at) =>
        element('DiscretizeBin', { binValue: at }, [
          element('Interval', { closure: 'closedClosed', leftMargin: Number(label), rightMargin: Number(label) }),
        ]),
      ),
    );
  return element('MapValues', { outputColumn: 'place', dataType: 'double', ...other }, [
    element('FieldColumnPair', { field, column: 'category' }),
    element(
      'InlineTable',
      {},
      categories.map((label, at) =>
        element('row', {}, [element('category', {}, [String(label)]), element('place', {}, [String(at)])]),
      ),
    ),
  ]);
}

function number({ field, isText }: Column): Element {
  if (isText) throw new NotExportable(`${field} is text that meets a step for numbers`);
  return reference(field);
}
