import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { openCompanion } from './companion.js';
import {
  begin,
  type Contents,
  certain,
  emptyContents,
  type Format,
  type ModelInput,
  NO,
  type Tensor,
} from './format.js';
import { latin1Head } from './head-text.js';
import { NNEF_FACTS, readNnefTensor } from './nnef-tensor.js';
import { attempt } from './problems.js';

const BEGINNING = /^\s*(?:#[^\n]*\n\s*)*version\s+(\d+\.\d+)\s*;/;
const LARGEST_GRAPH = 64 << 20;
/*
 * Patterns of text with one blank at most between two words (`readGraph`), so that none takes the square of what it reads.
 * `filter = variable<scalar>(shape = [16,1,5,5], label = 'conv1/filter');`
 */
const VARIABLE = /= ?variable ?(?:< ?\w+ ?>)? ?\(/;
const LABEL = /\blabel ?= ?(?=['"])/;
const TEXT = /'([^'\\]*(?:\\.[^'\\]*)*)'|"([^"\\]*(?:\\.[^"\\]*)*)"/y;
const SHAPE = /\bshape ?= ?\[([\d ,]*)\]/;
const OPERATION = /= ?([A-Za-z_]\w*) ?(?:< ?\w+ ?>)? ?\(/g;
const GRAPH = /\bgraph ([A-Za-z_]\w*) ?\(/;
const ENDS = /([^)]*)\) ?-> ?\(([^)]*)\)/y;
/** Texts, closed or not, keep their blanks. */
const TEXTS_AND_BLANKS = /'[^'\\]*(?:\\.[^'\\]*)*'?|"[^"\\]*(?:\\.[^"\\]*)*"?|\s+/gs;

/** A graph of operations as text; the tensor of every variable lies in a file named after its label. */
export const nnefGraph: Format = {
  id: 'nnef-graph',
  name: 'NNEF graph',
  extensions: ['.nnef'],
  family: 'exchange',
  container: 'text',
  signature: '"version 1.0;" at 0',
  facts: { ...NNEF_FACTS, encoding: 'mixed', holds: 'model' },
  recognize: ({ head }) =>
    BEGINNING.test(latin1Head(head)) ? certain('"version" and a number at 0, as NNEF writes them') : NO,

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const graph = await readGraph(model);
    const version = BEGINNING.exec(graph)?.[1];
    if (version !== undefined) contents.version = version;
    const start = GRAPH.exec(graph);
    const [, inputs = '', outputs = ''] = (start && matchAt(ENDS, graph, start.index + start[0].length)) ?? [];
    const name = start?.[1];
    if (name === undefined)
      throw new FormatError('invalid-structure', 'expected "graph name(inputs) -> (outputs)", found none');
    contents.facts.push(
      { key: 'graph_name', value: name, where: 'graph' },
      { key: 'inputs', value: names(inputs), where: 'graph' },
      { key: 'outputs', value: names(outputs), where: 'graph' },
    );
    contents.operators = [...new Set([...graph.matchAll(OPERATION)].map(([, operation = '']) => operation))].sort(
      byBytes,
    );
    for await (const { info } of variables(model, graph, contents, limits)) contents.tensors.push(info);
    contents.companions = contents.tensors.flatMap(({ file }) => file ?? []).sort(byBytes);
    contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return contents;
  },

  async *tensors(model, limits) {
    yield* variables(model, await readGraph(model), emptyContents('data-only'), limits);
  },
};

/** Text of the graph without comments, and with one blank where there are more. */
async function readGraph({ source }: ModelInput): Promise<string> {
  if (source.size > LARGEST_GRAPH)
    throw new FormatError('resource-limit', `expected a graph of at most ${LARGEST_GRAPH} bytes, found ${source.size}`);
  return Buffer.from(await source.read(0, source.size))
    .toString('utf8')
    .replace(/#[^\n]*/g, '')
    .replace(TEXTS_AND_BLANKS, (part) => (/^\s/.test(part) ? ' ' : part));
}

/** What a pattern finds at a place and nowhere else. */
function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

const names = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

/** Variables in the order of the graph, each label once; what their files lack is told. */
async function* variables(
  model: ModelInput,
  graph: string,
  contents: Contents,
  limits: Limits,
): AsyncGenerator<Tensor> {
  const seen = new Set<string>();
  for (const settings of settingsOfVariables(graph)) {
    const at = LABEL.exec(settings);
    const [, single, double] = (at && matchAt(TEXT, settings, at.index + at[0].length)) ?? [];
    const label = (single ?? double)?.replace(/\\(.)/g, '$1');
    if (label === undefined || seen.has(label)) continue;
    seen.add(label);
    if (seen.size > limits.tensors)
      throw new FormatError('resource-limit', `expected at most ${limits.tensors} variables, found more`);
    const file = `${label}.dat`;
    const tensor = await attempt(contents, { member: file }, async () => {
      const source = await openCompanion(model, file, contents.observations);
      if (!source) return undefined;
      const { info, values } = await readNnefTensor(label, source);
      checkShape(label, SHAPE.exec(settings)?.[1], info.shape, contents);
      return { info: { ...info, file }, ...(values && { values }) };
    });
    if (tensor) yield tensor;
  }
}

/** What stands between the brackets of `variable(…)` in every statement that is one. */
function* settingsOfVariables(graph: string): Generator<string> {
  for (const statement of graph.split(';')) {
    const found = VARIABLE.exec(statement);
    if (found && /\) ?$/.test(statement))
      yield statement.slice(found.index + found[0].length, statement.lastIndexOf(')'));
  }
}

function checkShape(label: string, text: string | undefined, found: readonly number[], contents: Contents): void {
  const declared = text === undefined ? found : names(text).map(Number);
  if (declared.join() === found.join()) return;
  contents.observations.push({
    kind: 'malformed',
    code: 'invalid-structure',
    message: `expected "${label}" of ${declared.join(' × ')}, as the graph says, found ${found.join(' × ')}`,
    member: `${label}.dat`,
  });
}
