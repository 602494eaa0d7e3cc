import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { type ByteSource, chunks } from '../bytes/source.js';
import { localName, walkXml } from '../containers/xml.js';
import { openCompanion } from './companion.js';
import { holesOf } from './coverage.js';
import { countElements } from './dtypes.js';
import { begin, type Contents, certain, type Format, type ModelInput, NO, type TensorInfo } from './format.js';
import { addHiddenInHoles } from './hidden-pickles.js';
import operatorTypes from './openvino-operators.json' with { type: 'json' };
import { packedLength, unpackedInfo, unpackedTensor } from './packed-integers.js';
import { beginning, decode } from './pmml.js';

/** element_type of the IR → dtype. */
const DTYPES: Readonly<Record<string, string>> = {
  boolean: 'bool',
  bf16: 'bfloat16',
  f16: 'float16',
  f32: 'float32',
  f64: 'float64',
  i4: 'int4',
  i8: 'int8',
  i16: 'int16',
  i32: 'int32',
  i64: 'int64',
  u4: 'uint4',
  u8: 'uint8',
  u16: 'uint16',
  u32: 'uint32',
  u64: 'uint64',
  f8e4m3: 'float8_e4m3fn',
  f8e5m2: 'float8_e5m2',
};

/** Types of all sets, with those that the IR spells differently. */
const OPERATORS = new Set(operatorTypes);

interface Network {
  version: number;
  operators: Set<string>;
  toolVersion?: string;
  constants: TensorInfo[];
  faults: { name: string; message: string }[];
}

export const openvinoIr: Format = {
  id: 'openvino-ir',
  name: 'OpenVINO IR',
  extensions: ['.xml'],
  family: 'exchange',
  container: 'xml',
  signature: 'root element <net> with name and version; weights in the .bin file of the same name',
  aliases: ['OpenVINO'],
  facts: {
    disclosure: 'documented',
    steward: 'Intel',
    specification: 'https://docs.openvino.ai/2025/documentation/openvino-ir-format.html',
    encoding: 'mixed',
    holds: 'model',
    independent: false,
    worstLoading: 'data-only',
    openExport: 'onnx',
  },

  recognize: ({ head }) =>
    /^\s*(?:<\?xml[^>]*>)?\s*<net\s[^>]*version="\d+"/.test(beginning(head))
      ? certain('root element net with a version')
      : NO,

  async inspect(model, limits) {
    const { version, operators, toolVersion, constants, faults } = await readNetwork(model, limits);
    const contents = begin(model, 'data-only');
    contents.version = String(version);
    contents.facts.push({ key: 'ir_version', value: version, where: 'net@version' });
    if (toolVersion !== undefined)
      contents.facts.push({ key: 'converter_version', value: toolVersion, where: 'rt_info' });
    contents.operators = [...operators].sort(byBytes);
    for (const { name, message } of faults)
      contents.observations.push({ kind: 'malformed', code: 'invalid-structure', message, name });
    contents.tensors = constants.map(unpackedInfo);
    contents.storedBytes = constants.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const weights = constants.length > 0 ? await checkWeights(model, constants, contents) : null;
    if (weights && faults.length === 0) await lookBetween(constants, weights, contents, limits);
    return contents;
  },

  async *tensors(model, limits) {
    const { constants } = await readNetwork(model, limits);
    const source = constants.length > 0 ? await openCompanion(model, weightsOf(model), []) : null;
    for (const info of constants) {
      const { offset = 0, byteLength } = info;
      if (source && offset + byteLength <= source.size)
        yield unpackedTensor({ info, values: () => chunks(source, offset, offset + byteLength) });
      else yield unpackedTensor({ info });
    }
  },
};

/** Weights lie beside the topology under the same stem. */
const weightsOf = (model: ModelInput): string =>
  `${model.path.slice(model.path.lastIndexOf('/') + 1).replace(/\.xml$/i, '')}.bin`;

async function checkWeights(
  model: ModelInput,
  constants: readonly TensorInfo[],
  contents: Contents,
): Promise<ByteSource | null> {
  const file = weightsOf(model);
  const source = await openCompanion(model, file, contents.observations);
  if (!source) return null;
  contents.companions.push(file);
  for (const { name, offset = 0, byteLength } of constants) {
    if (offset + byteLength <= source.size) continue;
    contents.observations.push({
      kind: 'malformed',
      code: 'truncated',
      message: `expected ${byteLength} bytes at ${offset} of "${file}", found a file of ${source.size}`,
      name,
    });
  }
  return source;
}

/** Pickles in bytes of the weights that no constant claims. */
async function lookBetween(
  constants: readonly TensorInfo[],
  source: ByteSource,
  contents: Contents,
  limits: Limits,
): Promise<void> {
  const runs = constants.map(({ offset = 0, byteLength }) => ({ start: offset, end: offset + byteLength }));
  await addHiddenInHoles(contents, source, holesOf(runs, 0, source.size), { base: undefined }, limits);
}

async function readNetwork(model: ModelInput, limits: Limits): Promise<Network> {
  const { source } = model;
  if (source.size > limits.headerBytes)
    throw new FormatError(
      'resource-limit',
      `expected XML of at most ${limits.headerBytes} bytes, found ${source.size}`,
    );
  const network: Network = { version: 0, operators: new Set(), constants: [], faults: [] };
  const file = weightsOf(model);
  let layer = { name: '', type: '' };
  for (const event of walkXml(decode(await source.read(0, source.size)), limits.depth)) {
    if (event.kind === 'doctype')
      throw new FormatError('unsupported', 'expected no document type, found one', event.offset);
    if (event.kind !== 'open') continue;
    const name = localName(event.name);
    const { attributes } = event;
    if (name === 'net' && event.depth === 0) network.version = Number(attributes['version']);
    else if (name === 'layer') {
      layer = { name: attributes['name'] ?? '', type: attributes['type'] ?? '' };
      network.operators.add(qualified(layer.type, attributes['version'] ?? '', network.version));
    } else if (name === 'data' && layer.type === 'Const') addConstant(network, layer.name, attributes, file, limits);
    else if (/^(?:MO_version|Runtime_version)$/.test(name) && attributes['value'] !== undefined)
      network.toolVersion = attributes['value'];
  }
  return network;
}

/** Versions of the IR before the tenth name no operation sets. */
const FIRST_WITH_SETS = 10;

/**
 * Operations of OpenVINO's own sets by their bare type, all others with their set: these come from an extension, which is a
 * native library.
 */
function qualified(type: string, set: string, irVersion: number): string {
  if (set === '' && irVersion < FIRST_WITH_SETS) return type;
  return /^(?:opset\d+|experimental|util)$/.test(set) && OPERATORS.has(type) ? type : `${set || 'extension'}::${type}`;
}

function addConstant(
  network: Network,
  name: string,
  attributes: Readonly<Record<string, string>>,
  file: string,
  limits: Limits,
): void {
  if (network.constants.length >= limits.tensors)
    throw new FormatError('resource-limit', `expected at most ${limits.tensors} constants, found more`);
  const constant = constantOf(attributes);
  if (typeof constant === 'string') network.faults.push({ name, message: constant });
  else network.constants.push({ name, ...constant, byteOrder: 'little', file });
}

/** What the attributes of a constant say, or what is wrong with them. */
function constantOf(
  attributes: Readonly<Record<string, string>>,
): Pick<TensorInfo, 'dtype' | 'shape' | 'byteLength' | 'offset'> | string {
  const type = attributes['element_type'] ?? '';
  const dtype = Object.hasOwn(DTYPES, type) ? DTYPES[type] : undefined;
  const sizes = (attributes['shape'] ?? '').split(',').map((size) => size.trim());
  const shape = sizes.filter(Boolean).map(Number);
  const offset = Number(attributes['offset']);
  const byteLength = Number(attributes['size']);
  const count = countElements(shape);
  if (!dtype) return `expected a known element_type, found "${type}"`;
  if (count === undefined) return `expected a shape that a file can hold, found [${attributes['shape']}]`;
  if (!Number.isSafeInteger(offset) || offset < 0 || !Number.isSafeInteger(byteLength) || byteLength < 0)
    return 'expected an offset and a size of 0 or more';
  const expected = packedLength(dtype, count);
  if (expected !== byteLength)
    return `expected ${expected} bytes for ${dtype} [${shape.join(', ')}], found ${byteLength}`;
  return { dtype, shape, byteLength, offset };
}
