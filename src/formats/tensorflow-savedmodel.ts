import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import type { ByteSource } from '../bytes/source.js';
import { FIELD_BUDGET, type WireField, walkFields } from '../containers/protobuf.js';
import { messages, parseTextMessage, value } from '../containers/protobuf-text.js';
import { windowedSource } from '../containers/windowed-source.js';
import { openCompanion } from './companion.js';
import { begin, type Contents, certain, type Format, type ModelInput, NO, where } from './format.js';
import type { Glimpse } from './glimpse.js';
import { latin1Head } from './head-text.js';
import { addKerasMetadata } from './keras-metadata.js';
import { addLoadableFiles } from './loadable-files.js';
import { escapes } from './open-model.js';
import { bundleTensors, inspectBundle } from './tensorflow-checkpoint-v2.js';
import type { MetaGraph } from './tensorflow-graph.js';
import { readMetaGraph } from './tensorflow-graph-binary.js';
import { metaGraphOf } from './tensorflow-graph-text.js';
import { addOperators } from './tensorflow-operators.js';

const VARIABLES = 'variables/variables';

interface SavedModel {
  schemaVersion: number;
  graphs: MetaGraph[];
}

export const tensorflowSavedModel: Format = {
  id: 'tensorflow-savedmodel',
  name: 'TensorFlow SavedModel',
  extensions: ['.pb', '.pbtxt'],
  family: 'tensorflow',
  container: 'directory',
  signature: 'saved_model.pb: schema version (field 1) and meta graphs (field 2); variables/',
  facts: {
    disclosure: 'documented',
    steward: 'Google',
    specification: 'https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/protobuf/saved_model.proto',
    encoding: 'binary',
    holds: 'model',
    independent: false,
    worstLoading: 'program',
    openExport: 'onnx',
  },

  recognize: where((glimpse) => IS_TEXT.test(glimpse.path) || looksLikeSavedModel(glimpse), recognize),

  async inspect(model, limits) {
    const { schemaVersion, graphs } = await readSavedModel(model, limits);
    const contents = begin(model, 'program');
    describe(schemaVersion, graphs, contents);
    addOperators(graphs, contents);
    await checkAssets(model, graphs, contents);
    await addLibraries(model, contents);
    const metadata = graphs.flatMap(({ kerasMetadata }) => kerasMetadata);
    await addKerasMetadata(model, metadata, contents, limits);
    const index = await variablesIndex(model);
    if (index) {
      contents.companions.push(`${VARIABLES}.index`);
      await inspectBundle(model, index, VARIABLES, contents, limits);
    }
    await addLoadableFiles(model, contents);
    return contents;
  },

  async *tensors(model, limits) {
    const index = await variablesIndex(model);
    if (index) yield* bundleTensors(model, index, VARIABLES, limits);
  },
};

const IS_TEXT = /(?:^|\/)saved_model\.pbtxt$/;
/** Field 1 a small schema version, then field 2; TensorFlow does not ask for the version, nor for its place, in a file of this name. */
const looksLikeSavedModel = ({ head, path }: Glimpse): boolean =>
  (head[0] === 0x08 && (head[1] ?? 0) > 0 && (head[1] as number) <= 16 && head[2] === 0x12) ||
  /(?:^|\/)saved_model\.pb$/.test(path);

/** Nothing but meta graphs in field 2 that begin like MetaGraphDef; or the same as text. */
async function recognize({ head, source, path }: Glimpse) {
  if (IS_TEXT.test(path)) {
    return /^\s*(?:#[^\n]*\n\s*)*saved_model_schema_version:/.test(latin1Head(head))
      ? certain('text of a SavedModel message')
      : NO;
  }
  const windowed = windowedSource(source);
  let graphs = 0;
  for await (const field of walkFields(windowed, 0, source.size, { left: 64 }, 'cut')) {
    if (field.number === 1 && field.wire === 0) continue;
    if (field.number !== 2 || field.wire !== 2) return NO;
    for await (const part of walkFields(windowed, field.start, field.end, { left: 8 }, 'cut')) {
      if (part.wire !== 2 || part.number > 7 || !(await beginsLikeMetaInfo(windowed, part))) return NO;
      graphs++;
      break;
    }
  }
  return graphs > 0 ? certain(`SavedModel message of ${graphs} meta graphs`) : NO;
}

/** MetaInfoDef has eight fields; the keys of other formats' dictionaries are text. */
async function beginsLikeMetaInfo(source: Glimpse['source'], part: WireField): Promise<boolean> {
  for await (const { number } of walkFields(source, part.start, part.end, { left: 1 }, 'cut')) return number <= 8;
  return true;
}

async function readSavedModel({ path, source }: ModelInput, limits: Limits): Promise<SavedModel> {
  if (path.endsWith('.pbtxt')) {
    const text = Buffer.from(await readAll(source, limits)).toString('utf8');
    const message = parseTextMessage(text, limits.depth);
    return {
      schemaVersion: Number(value(message, 'saved_model_schema_version')),
      graphs: messages(message, 'meta_graphs').map(metaGraphOf),
    };
  }
  const walk = { source: windowedSource(source), budget: { left: FIELD_BUDGET } };
  const saved: SavedModel = { schemaVersion: 0, graphs: [] };
  for await (const field of walkFields(walk.source, 0, source.size, walk.budget)) {
    if (field.number === 1) saved.schemaVersion = Number(field.varint);
    else if (field.number === 2) saved.graphs.push(await readMetaGraph(walk, field));
  }
  return saved;
}

/** A text in memory; longer ones than any header may be are a limit. */
async function readAll(source: ByteSource, limits: Limits): Promise<Uint8Array> {
  if (source.size > limits.headerBytes)
    throw new FormatError(
      'resource-limit',
      `expected at most ${limits.headerBytes} bytes of text, found ${source.size}`,
    );
  return source.read(0, source.size);
}

function describe(schemaVersion: number, graphs: readonly MetaGraph[], contents: Contents): void {
  const fact = (key: string, value: unknown, where: string) => contents.facts.push({ key, value, where });
  contents.version = String(schemaVersion);
  fact('schema_version', schemaVersion, 'SavedModel');
  fact(
    'tags',
    graphs.flatMap(({ tags }) => tags),
    'meta_info_def.tags',
  );
  fact(
    'signatures',
    [...new Set(graphs.flatMap(({ signatures }) => [...signatures.keys()]))].sort(byBytes),
    'signature_def',
  );
  fact(
    'functions',
    graphs.reduce((sum, { functions }) => sum + functions.size, 0),
    'graph_def.library',
  );
  const version = graphs.map(({ tensorflowVersion }) => tensorflowVersion).find(Boolean) ?? '';
  if (version) fact('tensorflow_version', version, 'meta_info_def.tensorflow_version');
  const git = graphs.map(({ tensorflowGitVersion }) => tensorflowGitVersion).find(Boolean);
  if (git) fact('tensorflow_git_version', git, 'meta_info_def.tensorflow_git_version');
  contents.needs.push({ package: 'tensorflow', version, evidence: 'meta_info_def.tensorflow_version' });
}

/** Assets are files below `assets/`; a name that leaves the folder reads foreign files at start. */
async function checkAssets(model: ModelInput, graphs: readonly MetaGraph[], contents: Contents): Promise<void> {
  for (const name of new Set(graphs.flatMap(({ assets }) => assets))) {
    if (await openCompanion(model, escapes(name) ? name : `assets/${name}`, contents.observations))
      contents.companions.push(`assets/${name}`);
  }
}

/** Operators that TensorFlow does not have come in libraries, which lie beside the model where somebody has to load them. */
async function addLibraries(model: ModelInput, contents: Contents): Promise<void> {
  for (const name of await model.listCompanions()) {
    if (!/\.(?:so(?:\.[\d.]+)?|dll|dylib)$/i.test(name)) continue;
    contents.companions.push(name);
    contents.observations.push({
      kind: 'callable',
      code: 'code-file',
      message: `the model comes with the library ${JSON.stringify(name)}`,
      name,
    });
  }
}

const variablesIndex = async (model: ModelInput): Promise<ByteSource | null> => model.companion(`${VARIABLES}.index`);
