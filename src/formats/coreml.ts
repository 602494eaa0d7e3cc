import { byBytes } from '../bytes/order.js';
import type { ByteSource } from '../bytes/source.js';
import { FIELD_BUDGET, readText, type WireField, walkFields } from '../containers/protobuf.js';
import { windowedSource } from '../containers/windowed-source.js';
import kinds from './coreml-kinds.json' with { type: 'json' };
import { type Contents, certain, emptyContents, type Format, NO } from './format.js';
import type { Walk } from './tensorflow-graph-binary.js';

/** Model.Type: field number → name of the kind of model. */
const KINDS = kinds as Record<string, string>;
/** NeuralNetwork, NeuralNetworkClassifier, NeuralNetworkRegressor: 1 layers; NeuralNetworkLayer: 1 name, 500 custom. */
const NEURAL_NETWORKS = new Set([303, 403, 500]);
const CUSTOM_LAYER = 500;
const CUSTOM_MODEL = 555;

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

  inspect: ({ source }) => inspectSpecification(source),
};

/** Model: 1 specificationVersion, 2 description, then one of the kinds. Weights are not read. */
export async function inspectSpecification(input: ByteSource): Promise<Contents> {
  const walk: Walk = { source: windowedSource(input), budget: { left: FIELD_BUDGET } };
  const contents = emptyContents('program');
  for await (const field of walkFields(walk.source, 0, input.size, walk.budget)) {
    if (field.number === 1) {
      contents.version = String(field.varint);
      contents.facts.push({
        key: 'specification_version',
        value: Number(field.varint),
        where: 'Model.specificationVersion',
      });
    } else if (field.number === 2 && field.wire === 2) await readDescription(walk, field, contents);
    else if (KINDS[field.number] !== undefined) await readKind(walk, field, contents);
  }
  contents.observations.push({
    kind: 'unread',
    code: 'unsupported',
    message: 'expected weights that can be read, found those of Core ML, which are not read',
  });
  return contents;
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

/** What kind of model it is, and whether the program must bring code of its own for it. */
async function readKind(walk: Walk, kind: WireField, contents: Contents): Promise<void> {
  contents.facts.push({ key: 'model', value: KINDS[kind.number], where: 'Model.Type' });
  if (kind.number === CUSTOM_MODEL) contents.operators.push('custom::model');
  if (!NEURAL_NETWORKS.has(kind.number)) return;
  let layers = 0;
  for await (const layer of walkFields(walk.source, kind.start, kind.end, walk.budget)) {
    if (layer.number !== 1 || layer.wire !== 2) continue;
    layers++;
    for await (const part of walkFields(walk.source, layer.start, layer.end, walk.budget)) {
      if (part.number !== CUSTOM_LAYER || part.wire !== 2) continue;
      for await (const field of walkFields(walk.source, part.start, part.end, walk.budget)) {
        if (field.number === 10 && field.wire === 2)
          contents.operators.push(`custom::${await readText(walk.source, field)}`);
      }
    }
  }
  contents.facts.push({ key: 'layers', value: layers, where: KINDS[kind.number] ?? '' });
  contents.operators = [...new Set(contents.operators)].sort(byBytes);
}
