import { append } from '../../bytes/append.js';
import { attributeOf, memberOf, type RObject } from '../../containers/r-serialization.js';
import { type Coding, codingOf, indicators } from './r-contrasts.js';
import { expressionOf } from './r-expression.js';
import { dimensionNames, levelsOf, namesOf, type RReading, texts } from './r-reading.js';
import type { DesignColumn, DesignFactor, Expression, Field } from './statistical-model.js';

/** Columns of one design matrix: more come from no formula that anybody wrote. */
const MOST_COLUMNS = 100_000;

/** What the terms of a formula say: its variables and the columns they make. */
export interface Design {
  response: (Field & { columns?: string[] }) | null;
  predictors: Field[];
  columns: DesignColumn[];
  offsets: Expression[];
}

/** A variable of a formula with the columns that it has in a design matrix. */
interface Variable extends Field {
  call: RObject;
  coding: Coding | null;
  matrixColumns: string[];
}

/**
 * The design matrix that R builds from the terms of a model (`model.matrix`, writing R extensions "terms.object"):
 * null where the file does not say enough, such as a contrast function of the user's own.
 */
export async function readDesign(model: RObject, levels: Record<string, string[]>, reading: RReading) {
  const terms = memberOf(model, 'terms');
  const list = terms && attributeOf(terms, 'variables');
  if (!terms || list?.kind !== 'call') return null;
  const variables = await readVariables(model, terms, list.items.slice(1), levels, reading);
  const response = (await reading.number(attributeOf(terms, 'response'))) ?? 0;
  const offsets = await reading.numbers(attributeOf(terms, 'offset'));
  const isPredictor = (_: unknown, i: number): boolean => i + 1 !== response && !offsets.includes(i + 1);
  const columns = await readColumns(terms, variables, response, reading);
  const target = variables[response - 1];
  const argument = memberOf(model, 'call');
  const given = argument?.kind === 'call' ? argument.items.find(({ tag }) => tag === 'offset') : undefined;
  const design: Design = {
    response: target ? { ...fieldOf(target), ...countsOf(target.call) } : null,
    predictors: variables.filter(isPredictor).map(fieldOf),
    columns: columns ?? [],
    offsets: [
      ...offsets.flatMap((i) => offsetOf(variables[i - 1]?.call)),
      ...(given && given.value.kind !== 'null' ? [expressionOf(given.value)] : []),
    ],
  };
  return columns ? design : null;
}

const fieldOf = ({ name, kind, levels, expression }: Variable): Field => ({
  name,
  kind,
  ...(levels && { levels }),
  ...(expression && { expression }),
});

/** Names of the two counts of `cbind(successes, failures)`. */
function countsOf(call: RObject): { columns?: string[] } {
  const expression = expressionOf(call);
  if (expression.kind !== 'call' || expression.function !== 'cbind') return {};
  const names = expression.arguments.map(({ value }) => (value.kind === 'name' ? value.name : ''));
  return names.every((name) => name !== '') ? { columns: names } : {};
}

/** What `offset(…)` in a formula adds. */
function offsetOf(call: RObject | undefined): Expression[] {
  const expression = call && expressionOf(call);
  if (expression?.kind !== 'call' || expression.function !== 'offset') return [];
  return expression.arguments.slice(0, 1).map(({ value }) => value);
}

async function readVariables(
  model: RObject,
  terms: RObject,
  calls: readonly { value: RObject }[],
  levels: Record<string, string[]>,
  reading: RReading,
): Promise<Variable[]> {
  const classes = attributeOf(terms, 'dataClasses');
  const names = namesOf(classes);
  const kinds = texts(classes);
  const frame = memberOf(model, 'model');
  const contrasts = memberOf(model, 'contrasts');
  const variables: Variable[] = [];
  for (const [i, { value: call }] of calls.entries()) {
    const name = names[i] ?? (call.kind === 'symbol' ? call.name : '');
    const column = frame?.kind === 'list' ? frame.items[namesOf(frame).indexOf(name)] : undefined;
    const kind = kindOf(kinds[i] ?? '');
    const labels =
      kind === 'logical'
        ? ['FALSE', 'TRUE']
        : ((Object.hasOwn(levels, name) ? levels[name] : undefined) ?? levelsOf(column) ?? undefined);
    const contrast = contrasts?.kind === 'list' ? contrasts.items[namesOf(contrasts).indexOf(name)] : undefined;
    const width = Number(/^[a-z]*matrix\.(\d+)$/.exec(kinds[i] ?? '')?.[1] ?? 0);
    variables.push({
      name,
      kind,
      ...(labels && { levels: labels }),
      ...(call.kind !== 'symbol' && { expression: expressionOf(call) }),
      call,
      coding: contrast && labels ? await codingOf(contrast, labels, reading) : null,
      matrixColumns: Array.from(
        { length: Math.min(width, MOST_COLUMNS) },
        (_, at) => (column && dimensionNames(column)[1]?.[at]) ?? String(at + 1),
      ),
    });
  }
  return variables;
}

/** Kind of a variable by the class that `terms` records. */
function kindOf(dataClass: string): Field['kind'] {
  if (dataClass === 'factor' || dataClass === 'character') return 'categorical';
  if (dataClass === 'ordered' || dataClass === 'logical') return dataClass;
  return dataClass.includes('matrix') ? 'matrix' : 'numeric';
}

/** Columns term by term; within a term the first variable varies fastest. Null where a factor's coding is not known. */
async function readColumns(
  terms: RObject,
  variables: readonly Variable[],
  response: number,
  reading: RReading,
): Promise<DesignColumn[] | null> {
  const hasIntercept = (await reading.number(attributeOf(terms, 'intercept'))) === 1;
  const factors = await reading.matrix(attributeOf(terms, 'factors'));
  const columns: DesignColumn[] = hasIntercept ? [{ name: '(Intercept)', factors: [] }] : [];
  const patterns = Array.from({ length: factors?.columns ?? 0 }, (_, term) =>
    variables.map((__, variable) => factors?.at(variable, term) ?? 0),
  ).filter((pattern) => !pattern[response - 1]);
  if (!hasIntercept) unreduceFirst(patterns, variables);
  for (const pattern of patterns) {
    let term: DesignColumn[] = [{ name: '', factors: [] }];
    for (const [i, code] of pattern.entries()) {
      if (!code) continue;
      const parts = partsOf(variables[i] as Variable, code === 2);
      if (!parts || term.length * parts.length + columns.length > MOST_COLUMNS) return null;
      term = parts.flatMap((part) => term.map((column) => joined(column, part)));
    }
    append(columns, term);
  }
  return columns;
}

const joined = (column: DesignColumn, part: { label: string; factor: DesignFactor }): DesignColumn => ({
  name: column.name === '' ? part.label : `${column.name}:${part.label}`,
  factors: [...column.factors, part.factor],
});

/** Without an intercept the first factor of the first term that has one keeps all of its levels. */
function unreduceFirst(patterns: number[][], variables: readonly Variable[]): void {
  for (const pattern of patterns) {
    const first = pattern.findIndex((code, i) => code > 0 && variables[i]?.levels !== undefined);
    if (first < 0) continue;
    pattern[first] = 2;
    return;
  }
}

/** What one variable contributes to a term. */
function partsOf(variable: Variable, isWhole: boolean): { label: string; factor: DesignFactor }[] | null {
  const { name, kind, levels, coding, matrixColumns } = variable;
  if (kind === 'matrix')
    return matrixColumns.map((label, column) => ({
      label: `${name}${label}`,
      factor: { field: name, kind: 'matrix-column', column, name: label },
    }));
  if (kind === 'numeric') return [{ label: name, factor: { field: name, kind: 'value' } }];
  const used = levels && (isWhole ? indicators(levels) : coding);
  if (!used) return null;
  return used.labels.map((label, i) => ({
    label: `${name}${label}`,
    factor: { field: name, kind: 'levels', weights: used.weights[i] as number[] },
  }));
}
