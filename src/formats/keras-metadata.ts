import type { Limits } from '../bytes/limits.js';
import { parseJson } from '../containers/json-document.js';
import { FIELD_BUDGET, readText, type WireField, walkFields } from '../containers/protobuf.js';
import { windowedSource } from '../containers/windowed-source.js';
import { openCompanion } from './companion.js';
import type { Contents, ModelInput, Observation } from './format.js';
import { walkKerasConfig } from './keras-config.js';
import { attempt } from './problems.js';
import type { Walk } from './tensorflow-graph-binary.js';

/** What Keras 2 put beside the graph of a SavedModel. */
const FILE = 'keras_metadata.pb';
/** What to call the metadata of older TensorFlow, which lies in the graph itself. */
const OBJECT_GRAPH = 'object_graph_def';

/**
 * Adds what Keras runs when it loads a SavedModel: the configurations of the layers, byte code included. SavedMetadata:
 * 1 nodes (3 path, 5 metadata as JSON); until TensorFlow 2.4 metadata of SavedObjectGraph: 1 nodes (4 user_object: 3 metadata).
 */
export async function addKerasMetadata(
  model: ModelInput,
  objectGraphs: readonly string[],
  contents: Contents,
  limits: Limits,
): Promise<void> {
  const metadata: Metadata = { contents, limits, known: new Set(contents.observations.map(keyOf)) };
  for (const text of objectGraphs) await addConfig(text, OBJECT_GRAPH, metadata);
  if (!(await model.listCompanions()).includes(FILE)) return;
  const source = await openCompanion(model, FILE, contents.observations);
  if (!source) return;
  contents.companions.push(FILE);
  const walk: Walk = { source: windowedSource(source), budget: { left: FIELD_BUDGET } };
  await attempt(contents, { member: FILE }, async () => {
    for await (const node of walkFields(walk.source, 0, source.size, walk.budget))
      if (node.number === 1 && node.wire === 2) await addNode(walk, node, metadata);
  });
}

interface Metadata {
  contents: Contents;
  limits: Limits;
  /** Keys of what is told already: the metadata of a model repeats those of its layers. */
  known: Set<string>;
}

const keyOf = ({ code, name }: Observation): string => `${code} ${name}`;

async function addNode(walk: Walk, node: WireField, metadata: Metadata): Promise<void> {
  let path = '';
  for await (const field of walkFields(walk.source, node.start, node.end, walk.budget)) {
    if (field.number === 3 && field.wire === 2) path = await readText(walk.source, field);
    else if (field.number === 5 && field.wire === 2)
      await addConfig(await readText(walk.source, field), `${FILE}#${path}`, metadata);
  }
}

/** One broken configuration does not hide what the others run. */
async function addConfig(text: string, where: string, { contents, limits, known }: Metadata): Promise<void> {
  if (text === '') return;
  const config = await attempt(contents, { member: where }, () =>
    parseJson(Buffer.from(text), { depth: limits.depth, nonFinite: true }),
  );
  if (config === undefined) return;
  const { observations, needsCode } = walkKerasConfig(config, where);
  for (const observation of observations) {
    if (known.has(keyOf(observation))) continue;
    known.add(keyOf(observation));
    contents.observations.push(observation);
  }
  if (needsCode) contents.loading = 'code';
}
