import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { parseJson } from '../containers/json-document.js';
import { FIELD_BUDGET, readText, type WireField, walkFields } from '../containers/protobuf.js';
import { windowedSource } from '../containers/windowed-source.js';
import { openCompanion } from './companion.js';
import type { Contents, ModelInput, Observation } from './format.js';
import { walkKerasConfig } from './keras-config.js';
import { addProblem } from './pickle-contents.js';
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
  for (const text of objectGraphs) addConfig(text, OBJECT_GRAPH, contents, limits);
  if (!(await model.listCompanions()).includes(FILE)) return;
  const source = await openCompanion(model, FILE, contents.observations);
  if (!source) return;
  contents.companions.push(FILE);
  const walk: Walk = { source: windowedSource(source), budget: { left: FIELD_BUDGET } };
  try {
    for await (const node of walkFields(walk.source, 0, source.size, walk.budget))
      if (node.number === 1 && node.wire === 2) await addNode(walk, node, contents, limits);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    addProblem(contents, error, { member: FILE });
  }
}

async function addNode(walk: Walk, node: WireField, contents: Contents, limits: Limits): Promise<void> {
  let path = '';
  for await (const field of walkFields(walk.source, node.start, node.end, walk.budget)) {
    if (field.number === 3 && field.wire === 2) path = await readText(walk.source, field);
    else if (field.number === 5 && field.wire === 2)
      addConfig(await readText(walk.source, field), `${FILE}#${path}`, contents, limits);
  }
}

function addConfig(text: string, where: string, contents: Contents, limits: Limits): void {
  if (text === '') return;
  const { observations, needsCode } = walkKerasConfig(
    parseJson(Buffer.from(text), { depth: limits.depth, nonFinite: true }),
    where,
  );
  for (const observation of observations)
    if (!contents.observations.some((known) => isSame(known, observation))) contents.observations.push(observation);
  if (needsCode) contents.loading = 'code';
}

/** The metadata of a model repeats those of its layers. */
const isSame = (a: Observation, b: Observation): boolean => a.code === b.code && a.name === b.name;
