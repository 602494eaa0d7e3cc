import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { openCompanion } from './companion.js';
import { type Contents, certain, emptyContents, type Format, type ModelInput, NO, type Tensor } from './format.js';
import { latin1Head } from './head-text.js';
import { NNEF_FACTS, readNnefTensor } from './nnef-tensor.js';
import { addProblem } from './pickle-contents.js';

const BEGINNING = /^\s*(?:#[^\n]*\n\s*)*version\s+(\d+\.\d+)\s*;/;
const LARGEST_GRAPH = 64 << 20;
/** `filter = variable<scalar>(shape = [16,1,5,5], label = 'conv1/filter');` */
const VARIABLE = /=\s*variable\s*(?:<\s*\w+\s*>)?\s*\(([^;]*?)\)\s*;/g;
const LABEL = /\blabel\s*=\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/;
const SHAPE = /\bshape\s*=\s*\[([\d\s,]*)\]/;
const OPERATION = /=\s*([A-Za-z_]\w*)\s*(?:<\s*\w+\s*>)?\s*\(/g;
const GRAPH = /\bgraph\s+([A-Za-z_]\w*)\s*\(([^)]*)\)\s*->\s*\(([^)]*)\)/;

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
    const contents = emptyContents('data-only');
    const graph = await readGraph(model);
    const version = BEGINNING.exec(graph)?.[1];
    if (version !== undefined) contents.version = version;
    const [, name, inputs = '', outputs = ''] = GRAPH.exec(graph) ?? [];
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

/** Text of the graph without comments. */
async function readGraph({ source }: ModelInput): Promise<string> {
  if (source.size > LARGEST_GRAPH)
    throw new FormatError('resource-limit', `expected a graph of at most ${LARGEST_GRAPH} bytes, found ${source.size}`);
  return Buffer.from(await source.read(0, source.size))
    .toString('utf8')
    .replace(/#[^\n]*/g, '');
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
  for (const [, settings = ''] of graph.matchAll(VARIABLE)) {
    const [, single, double] = LABEL.exec(settings) ?? [];
    const label = (single ?? double)?.replace(/\\(.)/g, '$1');
    if (label === undefined || seen.has(label)) continue;
    seen.add(label);
    if (seen.size > limits.tensors)
      throw new FormatError('resource-limit', `expected at most ${limits.tensors} variables, found more`);
    const file = `${label}.dat`;
    try {
      const source = await openCompanion(model, file, contents.observations);
      if (!source) continue;
      const { info, values } = await readNnefTensor(label, source);
      checkShape(label, SHAPE.exec(settings)?.[1], info.shape, contents);
      yield { info: { ...info, file }, ...(values && { values }) };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      addProblem(contents, error, { member: file });
    }
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
