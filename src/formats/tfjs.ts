import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, chunks } from '../bytes/source.js';
import { ForwardReader } from '../containers/forward-reader.js';
import { isObject, type Json, type JsonObject, readJson } from '../containers/json-document.js';
import { openCompanion } from './companion.js';
import { byteLengthOf, countElements } from './dtypes.js';
import {
  begin,
  type Contents,
  certain,
  emptyContents,
  type Format,
  type FormatFacts,
  type ModelInput,
  NO,
  type TensorInfo,
} from './format.js';
import { latin1Head } from './head-text.js';
import { headKeys } from './json-glimpse.js';

const TFJS_FACTS: FormatFacts = {
  disclosure: 'documented',
  steward: 'Google',
  specification: 'https://www.tensorflow.org/js/guide/save_load',
  encoding: 'mixed',
  holds: 'model',
  independent: false,
  worstLoading: 'data-only',
  openExport: 'onnx',
};

/** Weights that lie one after the other in the concatenation of a group's files. */
interface Group {
  paths: string[];
  weights: TensorInfo[];
}

/** A weight within the concatenation. */
interface Placed {
  info: TensorInfo;
  start: number;
}

const tfjsFormat = (id: string, name: string, kind: RegExp): Format => ({
  id,
  name,
  extensions: ['.json'],
  family: 'tensorflow',
  container: 'directory',
  signature: `JSON with modelTopology or weightsManifest and format ${id.slice('tfjs-'.length)}-model`,
  aliases: ['TensorFlow.js'],
  facts: TFJS_FACTS,
  specializes: 'json',
  recognize: (glimpse) => {
    const keys = headKeys(glimpse);
    const telling = keys?.includes('modelTopology') || keys?.includes('weightsManifest');
    return telling && kind.test(latin1Head(glimpse.head)) ? certain('JSON with modelTopology or weightsManifest') : NO;
  },

  async inspect(model, limits) {
    const document = await readDocument(model, limits);
    const groups = groupsOf(document, limits);
    const contents = begin(model, 'data-only');
    for (const key of ['format', 'generatedBy', 'convertedBy'])
      if (typeof document[key] === 'string') contents.facts.push({ key, value: document[key], where: key });
    contents.facts.push({
      key: 'shards',
      value: groups.reduce((sum, { paths }) => sum + paths.length, 0),
      where: 'weightsManifest',
    });
    for (const group of groups) {
      const joined = await joinShards(model, group, contents);
      const { placed, bytes } = await placeWeights(group, joined);
      if (joined && joined.size !== bytes) {
        contents.observations.push({
          kind: 'malformed',
          code: joined.size < bytes ? 'truncated' : 'invalid-structure',
          message: `expected ${bytes} bytes of weights, found ${joined.size}`,
          ...(group.paths[0] !== undefined && { name: group.paths[0] }),
        });
      }
      append(
        contents.tensors,
        placed.map(({ info }) => info),
      );
      contents.storedBytes = (contents.storedBytes ?? 0) + bytes;
    }
    return contents;
  },

  async *tensors(model, limits) {
    for (const group of groupsOf(await readDocument(model, limits), limits)) {
      const joined = await joinShards(model, group, emptyContents('data-only'));
      for (const { info, start } of (await placeWeights(group, joined)).placed) {
        const end = start + info.byteLength;
        if (joined && end <= joined.size) yield { info, values: () => chunks(joined, start, end) };
        else yield { info };
      }
    }
  },
});

export const tfjsGraph: Format = tfjsFormat('tfjs-graph', 'TensorFlow.js graph model', /"format"\s*:\s*"graph-model"/);
export const tfjsLayers: Format = tfjsFormat(
  'tfjs-layers',
  'TensorFlow.js layers model',
  /^(?![\s\S]*"format"\s*:\s*"graph-model")/,
);

async function readDocument({ source }: ModelInput, limits: Limits): Promise<JsonObject> {
  const document = await readJson(source, limits);
  if (!isObject(document)) throw new FormatError('invalid-structure', 'expected a JSON object, found another value', 0);
  return document;
}

function groupsOf(document: JsonObject, limits: Limits): Group[] {
  const manifest = document['weightsManifest'] ?? [];
  if (!Array.isArray(manifest))
    throw new FormatError('invalid-structure', 'expected a list weightsManifest, found something else');
  let count = 0;
  return manifest.map((entry) => {
    const { paths, weights } = isObject(entry) ? entry : {};
    if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string') || !Array.isArray(weights)) {
      throw new FormatError('invalid-structure', 'expected paths and weights in weightsManifest, found something else');
    }
    const group: Group = { paths, weights: [] };
    for (const weight of weights) {
      if (++count > limits.tensors)
        throw new FormatError('resource-limit', `expected at most ${limits.tensors} weights, found more`);
      group.weights.push(infoOf(weight));
    }
    return group;
  });
}

/** Where the weights of a group lie. Text takes as much as it is long: each with its length before it, 32 bits. */
async function placeWeights(group: Group, joined: ByteSource | null): Promise<{ placed: Placed[]; bytes: number }> {
  const placed: Placed[] = [];
  let start = 0;
  for (const info of group.weights) {
    const byteLength = info.dtype === 'string' && joined ? await textBytes(joined, start, info) : info.byteLength;
    placed.push({ info: { ...info, byteLength }, start });
    start += byteLength;
  }
  return { placed, bytes: start };
}

async function textBytes(joined: ByteSource, start: number, { name, shape }: TensorInfo): Promise<number> {
  const reader = new ForwardReader(joined, Math.min(start, joined.size));
  const count = countElements(shape) ?? 0;
  if (count * 4 > joined.size - start)
    throw new FormatError('truncated', `expected ${count} texts of "${name}", found ${joined.size - start} bytes`);
  for (let i = 0; i < count; i++) reader.skip(await reader.u32());
  return reader.offset - start;
}

/** Quantized weights are told by the integers they are stored as; the length of text is known where it lies. */
function infoOf(weight: Json): TensorInfo {
  const { name, shape, dtype, quantization } = isObject(weight) ? weight : {};
  const stored = isObject(quantization) && typeof quantization['dtype'] === 'string' ? quantization['dtype'] : dtype;
  const sizes =
    Array.isArray(shape) && shape.every((size) => typeof size === 'number') ? (shape as number[]) : undefined;
  const count = sizes && countElements(sizes);
  const byteLength =
    typeof stored !== 'string' || count === undefined
      ? undefined
      : stored === 'string'
        ? 0
        : byteLengthOf(stored, count);
  if (typeof name !== 'string' || typeof stored !== 'string' || !sizes || byteLength === undefined) {
    throw new FormatError(
      'invalid-structure',
      `expected a weight with name, shape and dtype, found ${JSON.stringify(weight)?.slice(0, 80)}`,
    );
  }
  return { name, dtype: stored, shape: sizes, byteLength };
}

/** The files of a group as one source; null where one is missing. */
async function joinShards(model: ModelInput, { paths }: Group, contents: Contents): Promise<ByteSource | null> {
  const parts: ByteSource[] = [];
  for (const path of paths) {
    const part = await openCompanion(model, path, contents.observations);
    if (!part) continue;
    contents.companions.push(path);
    parts.push(part);
  }
  return parts.length === paths.length ? concatenated(parts) : null;
}

function concatenated(parts: readonly ByteSource[]): ByteSource {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  return {
    size,
    async read(start, end) {
      if (end > size)
        throw new FormatError('truncated', `expected ${end - start} bytes, found ${Math.max(0, size - start)}`, start);
      const pieces: Uint8Array[] = [];
      let offset = 0;
      for (const part of parts) {
        const from = Math.max(start - offset, 0);
        const to = Math.min(end - offset, part.size);
        if (from < to) pieces.push(await part.read(from, to));
        offset += part.size;
      }
      return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
    },
  };
}
