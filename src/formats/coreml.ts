import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { type ByteSource, chunks } from '../bytes/source.js';
import { FIELD_BUDGET, readText, type WireField, walkFields } from '../containers/protobuf.js';
import { windowedSource } from '../containers/windowed-source.js';
import { escapes } from '../containers/zip.js';
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
  where,
} from './format.js';
import type { Glimpse } from './glimpse.js';
import { unpackedInfo, unpackedTensor } from './packed-integers.js';
import { attempt } from './problems.js';
import type { Walk } from './tensorflow-graph-binary.js';

/** Model.Type: field number → name of the kind of model. */
const KINDS = kinds as Record<string, string>;
/** NeuralNetwork, NeuralNetworkClassifier, NeuralNetworkRegressor: 1 layers; NeuralNetworkLayer: 1 name, 500 custom. */
const NEURAL_NETWORKS = new Set([303, 403, 500]);
const CUSTOM_LAYER = 500;
const CUSTOM_MODEL = 555;
const LINKED_MODEL = 556;
const PIPELINE = 202;
/** Classifiers and regressors that are a pipeline: 1 pipeline. */
const PIPELINES_OF_A_KIND = new Set([200, 201]);
const ML_PROGRAM = 502;

/** Field 1: specification version, a small number; field 2: a description. */
const beginsWithVersion = ({ head }: Glimpse): boolean =>
  head[0] === 0x08 && (head[1] ?? 0) > 0 && (head[1] as number) <= 64 && head[2] === 0x12;

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

  recognize: where(beginsWithVersion, async ({ source }) => {
    const windowed = windowedSource(source);
    for await (const field of walkFields(windowed, 0, source.size, { left: 32 }, 'cut')) {
      if (KINDS[field.number] !== undefined && field.wire === 2)
        return certain(`Core ML specification, ${KINDS[field.number]}`);
    }
    return NO;
  }),

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

/** One file on its way into a specification; models in a pipeline share what is left. */
interface Reading {
  walk: Walk;
  specification: Specification;
  limits: Limits;
}

/** A model in the file: the whole of it, or one in a pipeline, whose names begin with its number. */
interface Stage {
  start: number;
  end: number;
  prefix: string;
  /** Pipelines in pipelines that may still follow. */
  depth: number;
}

/** Model: 1 specificationVersion, 2 description, then one of the kinds. */
export async function readSpecification(
  model: Pick<ModelInput, 'source' | 'begun'>,
  limits: Limits,
): Promise<Specification> {
  const walk: Walk = { source: windowedSource(model.source), budget: { left: FIELD_BUDGET } };
  const contents = begin(model, 'program');
  const specification: Specification = { contents, constants: [] };
  await readStage(
    { start: 0, end: model.source.size, prefix: '', depth: limits.depth },
    { walk, specification, limits },
  );
  contents.operators = [...new Set(contents.operators)].sort(byBytes);
  contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return specification;
}

async function readStage(stage: Stage, reading: Reading): Promise<void> {
  const { walk, specification } = reading;
  const { contents } = specification;
  const isWhole = stage.prefix === '';
  for await (const field of walkFields(walk.source, stage.start, stage.end, walk.budget)) {
    if (field.number === 1 && isWhole) {
      contents.version = String(field.varint);
      contents.facts.push({
        key: 'specification_version',
        value: Number(field.varint),
        where: 'Model.specificationVersion',
      });
    } else if (field.number === 2 && field.wire === 2 && isWhole) await readDescription(walk, field, contents);
    else if (KINDS[field.number] !== undefined) await readKind(field, stage, reading);
  }
}

/** Adds the constants that lie in blob files below `folder`, and returns all tensors. A file that is missing is told. */
export async function addBlobs(
  model: ModelInput,
  folder: string,
  { contents, constants }: Specification,
): Promise<TensorInfo[]> {
  const files = new Map<string, ByteSource | null>();
  for (const constant of constants) {
    // A path that does not begin there is taken as it stands.
    const own = constant.file.replace(/^@model_path\//, '');
    const file = escapes(own) ? own : `${folder}${own}`;
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

/** What kind of model it is, its weights, and whether the program must bring code or models of its own for it. */
async function readKind(kind: WireField, stage: Stage, reading: Reading): Promise<void> {
  const { walk, specification, limits } = reading;
  const { contents } = specification;
  if (stage.prefix === '') contents.facts.push({ key: 'model', value: KINDS[kind.number], where: 'Model.Type' });
  if (kind.number === CUSTOM_MODEL) contents.operators.push('custom::model');
  if (kind.number === ML_PROGRAM && kind.wire === 2) {
    const { operators, constants } = await readMilProgram(walk, kind, limits);
    append(contents.operators, [...operators]);
    for (const constant of constants) constant.name = stage.prefix + constant.name;
    append(specification.constants, constants);
  } else if (NEURAL_NETWORKS.has(kind.number)) await readNetwork(kind, stage, reading);
  else if (kind.number === PIPELINE && kind.wire === 2) await readPipeline(kind, stage, reading);
  else if (PIPELINES_OF_A_KIND.has(kind.number) && kind.wire === 2) {
    for await (const pipeline of walkFields(walk.source, kind.start, kind.end, walk.budget))
      if (pipeline.number === 1 && pipeline.wire === 2) await readPipeline(pipeline, stage, reading);
  } else if (kind.number === LINKED_MODEL && kind.wire === 2) await readLinked(walk, kind, contents);
  else observeUnread(contents, `weights of a ${KINDS[kind.number]}`);
}

/** Pipeline: 1 models, 2 names. */
async function readPipeline(pipeline: WireField, stage: Stage, reading: Reading): Promise<void> {
  const { walk, limits } = reading;
  if (stage.depth === 0)
    throw new FormatError(
      'resource-limit',
      `expected at most ${limits.depth} pipelines in each other, found more`,
      pipeline.start,
    );
  let count = 0;
  for await (const { number, wire, start, end } of walkFields(walk.source, pipeline.start, pipeline.end, walk.budget))
    if (number === 1 && wire === 2)
      await readStage({ start, end, prefix: `${stage.prefix}${count++}.`, depth: stage.depth - 1 }, reading);
}

/** LinkedModel: 1 file { 1 name { 1 default value }, 2 folders to search, with colons between them { 1 default value } }. */
async function readLinked(walk: Walk, linked: WireField, contents: Contents): Promise<void> {
  const inside = (field: WireField) => walkFields(walk.source, field.start, field.end, walk.budget);
  for await (const file of inside(linked))
    if (file.wire === 2)
      for await (const part of inside(file))
        if (part.wire === 2)
          for await (const value of inside(part))
            if (value.number === 1 && value.wire === 2) {
              const text = await readText(walk.source, value);
              for (const path of part.number === 2 ? text.split(':') : [text])
                if (path !== '') tellLinked(path, contents);
            }
}

const tellLinked = (path: string, contents: Contents): void => {
  contents.observations.push({
    kind: 'external',
    code: escapes(path) ? 'path-escape' : 'external-reference',
    name: path,
    message: `expected the model in the file, found a link to ${JSON.stringify(path)}`,
  });
};

async function readNetwork(kind: WireField, stage: Stage, { walk, specification }: Reading): Promise<void> {
  const { contents } = specification;
  let layers = 0;
  let isPartial = false;
  for await (const layer of walkFields(walk.source, kind.start, kind.end, walk.budget)) {
    if (layer.number !== 1 || layer.wire !== 2) continue;
    layers++;
    let name = String(layers);
    for await (const part of walkFields(walk.source, layer.start, layer.end, walk.budget)) {
      if (part.number === 1 && part.wire === 2) name = await readText(walk.source, part);
      if (part.number < 100 || part.wire !== 2) continue;
      const weights = await readLayerWeights(walk, stage.prefix + name, part);
      append(contents.tensors, weights.tensors);
      isPartial ||= weights.isPartial;
      if (part.number !== CUSTOM_LAYER) continue;
      for await (const field of walkFields(walk.source, part.start, part.end, walk.budget))
        if (field.number === 10 && field.wire === 2)
          contents.operators.push(`custom::${await readText(walk.source, field)}`);
    }
  }
  if (isPartial) observeUnread(contents, 'some weights of layers');
  const where = stage.prefix + (KINDS[kind.number] ?? '');
  contents.facts.push({ key: 'layers', value: layers, where });
}

function observeUnread(contents: Contents, what: string): void {
  const message = `expected weights that can be read, found ${what} of Core ML, which are not read`;
  if (!contents.observations.some((known) => known.message === message))
    contents.observations.push({ kind: 'unread', code: 'unsupported', message });
}
