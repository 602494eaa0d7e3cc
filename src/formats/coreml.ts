import { append } from '../bytes/append.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { type ByteSource, chunks } from '../bytes/source.js';
import { FIELD_BUDGET, readText, type WireField, walkFields } from '../containers/protobuf.js';
import { windowedSource } from '../containers/windowed-source.js';
import { openCompanion } from './companion.js';
import kinds from './coreml-kinds.json' with { type: 'json' };
import { readLayerWeights } from './coreml-network.js';
import { type BlobConstant, blobTensor, readMilProgram } from './coreml-program.js';
import {
  begin,
  type Contents,
  certain,
  type Format,
  type ModelInput,
  NO,
  type Tensor,
  type TensorInfo,
} from './format.js';
import { unpackedInfo, unpackedTensor } from './packed-integers.js';
import { attempt } from './problems.js';
import type { Walk } from './tensorflow-graph-binary.js';

/** Model.Type: field number → name of the kind of model. */
const KINDS = kinds as Record<string, string>;
/** NeuralNetwork, NeuralNetworkClassifier, NeuralNetworkRegressor: 1 layers; NeuralNetworkLayer: 1 name, 500 custom. */
const NEURAL_NETWORKS = new Set([303, 403, 500]);
const CUSTOM_LAYER = 500;
const CUSTOM_MODEL = 555;
const ML_PROGRAM = 502;

export const coremlModel: Format = {
  id: 'coreml-mlmodel',
  name: 'Core ML model',
  extensions: ['.mlmodel'],
  family: 'device',
  container: 'protobuf',
  signature: 'specification version (field 1) and description (field 2) of a Core ML Model message',
  aliases: ['Core ML'],
  facts: {
    disclosure: 'documented',
    steward: 'Apple',
    specification: 'https://apple.github.io/coremltools/mlmodel/Format/Model.html',
    encoding: 'binary',
    holds: 'model',
    independent: false,
    worstLoading: 'program',
    openExport: 'onnx',
  },

  recognize: async ({ head, source }) => {
    // Field 1: specification version, a small number; field 2: a description.
    if (head[0] !== 0x08 || head[1] === undefined || head[1] === 0 || head[1] > 64 || head[2] !== 0x12) return NO;
    const windowed = windowedSource(source);
    for await (const field of walkFields(windowed, 0, source.size, { left: 32 }, 'cut')) {
      if (KINDS[field.number] !== undefined && field.wire === 2)
        return certain(`Core ML specification, ${KINDS[field.number]}`);
    }
    return NO;
  },

  async inspect(model, limits) {
    const specification = await readSpecification(model, limits);
    const { contents } = specification;
    contents.tensors = (await addBlobs(model, '', specification)).map(unpackedInfo);
    return contents;
  },

  async *tensors(model, limits) {
    const specification = await readSpecification(model, limits);
    yield* specificationTensors(model, model.source, await addBlobs(model, '', specification));
  },
};

/** A specification with what its weights need: files of blobs beside it. */
export interface Specification {
  contents: Contents;
  constants: BlobConstant[];
}

/** Model: 1 specificationVersion, 2 description, then one of the kinds. */
export async function readSpecification(
  model: Pick<ModelInput, 'source' | 'begun'>,
  limits: Limits,
): Promise<Specification> {
  const walk: Walk = { source: windowedSource(model.source), budget: { left: FIELD_BUDGET } };
  const contents = begin(model, 'program');
  const specification: Specification = { contents, constants: [] };
  for await (const field of walkFields(walk.source, 0, model.source.size, walk.budget)) {
    if (field.number === 1) {
      contents.version = String(field.varint);
      contents.facts.push({
        key: 'specification_version',
        value: Number(field.varint),
        where: 'Model.specificationVersion',
      });
    } else if (field.number === 2 && field.wire === 2) await readDescription(walk, field, contents);
    else if (KINDS[field.number] !== undefined) await readKind(walk, field, specification, limits);
  }
  contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return specification;
}

/** Adds the constants that lie in blob files below `folder`, and returns all tensors. A file that is missing is told. */
export async function addBlobs(
  model: ModelInput,
  folder: string,
  { contents, constants }: Specification,
): Promise<TensorInfo[]> {
  const files = new Map<string, ByteSource | null>();
  for (const constant of constants) {
    const file = `${folder}${constant.file.replace(/^@model_path\//, '')}`;
    if (!files.has(file)) files.set(file, await openCompanion(model, file, contents.observations));
    const source = files.get(file);
    if (!source) continue;
    await attempt(contents, { member: file }, async () => {
      contents.tensors.push(await blobTensor(constant, file, source));
    });
  }
  for (const [file, source] of files) if (source) contents.companions.push(file);
  contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return contents.tensors;
}

/** Values of tensors in the specification itself or in a blob file, where `infos` say they are stored. */
export async function* specificationTensors(
  model: ModelInput,
  specification: ByteSource,
  infos: readonly TensorInfo[],
): AsyncGenerator<Tensor> {
  const files = new Map<string, ByteSource | null>();
  for (const info of infos) {
    const { offset = 0, byteLength, file } = info;
    if (file !== undefined && !files.has(file)) files.set(file, await model.companion(file));
    const source = file === undefined ? specification : files.get(file);
    yield unpackedTensor(source ? { info, values: () => chunks(source, offset, offset + byteLength) } : { info });
  }
}

/** ModelDescription: 100 metadata; Metadata: 1 shortDescription, 2 versionString, 3 author, 4 license, 100 userDefined (map). */
async function readDescription(walk: Walk, description: WireField, contents: Contents): Promise<void> {
  const keys: Readonly<Record<number, string>> = { 1: 'description', 2: 'model_version', 3: 'author', 4: 'license' };
  for await (const field of walkFields(walk.source, description.start, description.end, walk.budget)) {
    if (field.number !== 100 || field.wire !== 2) continue;
    for await (const part of walkFields(walk.source, field.start, field.end, walk.budget)) {
      const key = keys[part.number];
      if (key !== undefined && part.wire === 2)
        contents.facts.push({ key, value: await readText(walk.source, part), where: 'Metadata' });
      else if (part.number === 100 && part.wire === 2) await readUserDefined(walk, part, contents);
    }
  }
}

async function readUserDefined(walk: Walk, entry: WireField, contents: Contents): Promise<void> {
  let key = '';
  let value = '';
  for await (const field of walkFields(walk.source, entry.start, entry.end, walk.budget)) {
    if (field.number === 1) key = await readText(walk.source, field);
    else if (field.number === 2) value = await readText(walk.source, field);
  }
  contents.facts.push({ key, value, where: `Metadata.userDefined#${key}` });
}

/** What kind of model it is, its weights, and whether the program must bring code of its own for it. */
async function readKind(walk: Walk, kind: WireField, specification: Specification, limits: Limits): Promise<void> {
  const { contents } = specification;
  contents.facts.push({ key: 'model', value: KINDS[kind.number], where: 'Model.Type' });
  if (kind.number === CUSTOM_MODEL) contents.operators.push('custom::model');
  if (kind.number === ML_PROGRAM && kind.wire === 2) {
    const { operators, constants } = await readMilProgram(walk, kind, limits);
    contents.operators = [...operators].sort(byBytes);
    specification.constants = constants;
  } else if (NEURAL_NETWORKS.has(kind.number)) await readNetwork(walk, kind, contents);
  else observeUnread(contents, `weights of a ${KINDS[kind.number]}`);
}

async function readNetwork(walk: Walk, kind: WireField, contents: Contents): Promise<void> {
  let layers = 0;
  let isPartial = false;
  for await (const layer of walkFields(walk.source, kind.start, kind.end, walk.budget)) {
    if (layer.number !== 1 || layer.wire !== 2) continue;
    layers++;
    let name = String(layers);
    for await (const part of walkFields(walk.source, layer.start, layer.end, walk.budget)) {
      if (part.number === 1 && part.wire === 2) name = await readText(walk.source, part);
      if (part.number < 100 || part.wire !== 2) continue;
      const weights = await readLayerWeights(walk, name, part);
      append(contents.tensors, weights.tensors);
      isPartial ||= weights.isPartial;
      if (part.number !== CUSTOM_LAYER) continue;
      for await (const field of walkFields(walk.source, part.start, part.end, walk.budget))
        if (field.number === 10 && field.wire === 2)
          contents.operators.push(`custom::${await readText(walk.source, field)}`);
    }
  }
  if (isPartial) observeUnread(contents, 'some weights of layers');
  contents.facts.push({ key: 'layers', value: layers, where: KINDS[kind.number] ?? '' });
  contents.operators = [...new Set(contents.operators)].sort(byBytes);
}

function observeUnread(contents: Contents, what: string): void {
  contents.observations.push({
    kind: 'unread',
    code: 'unsupported',
    message: `expected weights that can be read, found ${what} of Core ML, which are not read`,
  });
}
