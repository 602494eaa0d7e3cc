import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, memorySource } from '../bytes/source.js';
import { type Msgpack, parseMsgpack } from '../containers/msgpack.js';
import { parseTypeString } from '../containers/numpy-dtype.js';
import { openCompanion } from './companion.js';
import { countElements } from './dtypes.js';
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
import { addFacts, readConfig } from './hf-directory.js';
import { headKeys } from './json-glimpse.js';
import { addLoadableFiles } from './loadable-files.js';
import { arrayLeaf } from './numpy-leaf.js';
import { addProgram } from './own-programs.js';
import { addPart, openPart, partTensors } from './parts.js';
import { attempt } from './problems.js';
import { observeSpacyConfig, spacyEntries } from './spacy-config.js';

/*
 * A pipeline directory: meta.json, config.cfg, one folder a component. A component's `model` is thinc's MessagePack:
 *   nodes [{ index, name, dims, refs }], attrs, params [{ name: array }], shims [bytes]
 *   array { nd: true, type: "<f4", kind, shape, data }
 */
const META = [
  'lang',
  'name',
  'version',
  'spacy_version',
  'license',
  'author',
  'pipeline',
  'spacy_git_version',
] as const;
const VECTORS = 'vocab/vectors';
const CONFIG = 'config.cfg';
const LONGEST_CONFIG = 4 << 20;

export const spacyPipeline: Format = {
  id: 'spacy-pipeline',
  name: 'spaCy pipeline directory',
  extensions: ['.json'],
  family: 'language',
  container: 'json',
  signature: 'meta.json with spacy_version, or lang and name, beside config.cfg',
  facts: {
    disclosure: 'documented',
    steward: 'Explosion',
    specification: 'https://spacy.io/api/data-formats',
    encoding: 'mixed',
    holds: 'model',
    independent: false,
    worstLoading: 'code',
  },
  specializes: 'json',

  recognize: async (glimpse) => {
    if (!/(?:^|\/)meta\.json$/.test(glimpse.path)) return NO;
    const keys = headKeys(glimpse) ?? [];
    // spaCy reads what lacks its own version, too.
    if (!keys.includes('spacy_version') && !(keys.includes('lang') && keys.includes('name'))) return NO;
    return (await glimpse.companions()).includes(CONFIG) ? certain('meta.json of a pipeline beside config.cfg') : NO;
  },

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const meta = await readConfig(model, limits);
    addFacts(meta, META, 'meta.json', contents);
    if (typeof meta['version'] === 'string') contents.version = meta['version'];
    const version = String(meta['spacy_version'] ?? '');
    contents.needs.push({ package: 'spacy', version: /\d+\.\d+\.\d+/.exec(version)?.[0] ?? '', evidence: 'meta.json' });
    await addSettings(model, contents);
    for (const file of await modelFiles(model)) {
      for (const { info } of await readModel(model, file, contents, limits)) contents.tensors.push(info);
    }
    const vectors = (await model.listCompanions()).includes(VECTORS) ? await openPart(model, VECTORS, contents) : null;
    if (vectors) addPart(contents, VECTORS, vectors, { tensors: true });
    await addOwnCode(model, contents);
    await addLoadableFiles(model, contents);
    contents.companions = (await model.listCompanions()).filter((path) => path !== 'meta.json');
    contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return contents;
  },

  async *tensors(model, limits): AsyncGenerator<Tensor> {
    const ignored = emptyContents('data-only');
    for (const file of await modelFiles(model))
      for (const { info, values } of await readModel(model, file, ignored, limits))
        yield { info, ...(values && { values }) };
    const vectors = (await model.listCompanions()).includes(VECTORS) ? await openPart(model, VECTORS, ignored) : null;
    if (vectors) yield* partTensors(vectors, VECTORS);
  },
};

const modelFiles = async (model: ModelInput): Promise<string[]> =>
  (await model.listCompanions()).filter((path) => /^[^/]+\/model$/.test(path));

/** Programs of a pipeline that is a package: whoever imports the package to load it runs them. */
async function addOwnCode(model: ModelInput, contents: Contents): Promise<void> {
  const programs = (await model.listCompanions()).filter((name) => name.endsWith('.py'));
  for (const name of programs) {
    const program = await addProgram(name, model, contents);
    if (isBarePackage(program)) continue;
    contents.loading = 'code';
    contents.observations.push({
      kind: 'callable',
      code: 'code-file',
      name,
      message: `loading the pipeline as a package runs ${name}`,
      member: name,
    });
  }
}

/** What spaCy itself writes into each package, line by line: version and `load`, nothing else. */
const BARE_LINE =
  /^(?:#(?: coding: utf-?8)?|from (?:pathlib|spacy\.util|__future__) import \w+(?:, \w+)*|__version__ = get_model_meta\(Path\(__file__\)\.parent\)\[["']version["']\]|def load\(\*\*overrides\):|return load_model_from_init_py\(__file__, \*\*overrides\))?$/;

const isBarePackage = (program: string): boolean => program.split('\n').every((line) => BARE_LINE.test(line.trim()));

/** What loading resolves, and plain settings of training, the seed among them. */
async function addSettings(model: ModelInput, contents: Contents): Promise<void> {
  const source = await openCompanion(model, CONFIG, contents.observations);
  if (!source) return;
  if (source.size > LONGEST_CONFIG) {
    const message = `expected a configuration of at most ${LONGEST_CONFIG} bytes, found ${source.size}`;
    contents.observations.push({ kind: 'unread', code: 'resource-limit', message, member: CONFIG });
    return;
  }
  const entries = spacyEntries(Buffer.from(await source.read(0, source.size)).toString('utf8'));
  const observed = observeSpacyConfig(entries, CONFIG);
  append(contents.observations, observed);
  if (observed.some(({ kind }) => kind === 'callable')) contents.loading = 'code';
  for (const { section, key, value: text } of entries) {
    if (!/^(?:training|system)(?:\.|$)/.test(section) || !/^\w+$/.test(key)) continue;
    if (!/^(?:-?\d[\d.eE+-]*|true|false|"[^"]*")$/.test(text)) continue;
    const value = text.startsWith('"')
      ? text.slice(1, -1)
      : text === 'true' || text === 'false'
        ? text === 'true'
        : Number(text);
    contents.facts.push({ key: `${section}.${key}`, value, where: `${CONFIG}#${section}.${key}` });
  }
}

/** Arrays of one component; what cannot be read is told. */
async function readModel(model: ModelInput, file: string, contents: Contents, limits: Limits): Promise<Tensor[]> {
  const source = await openCompanion(model, file, contents.observations);
  if (!source) return [];
  return (
    (await attempt(contents, { member: file }, async () => {
      const component = file.slice(0, file.indexOf('/'));
      const tree = await readTree(source, limits);
      const tensors = arraysOf(component, file, tree, limits);
      await addShims(model, file, tree, contents);
      return tensors;
    })) ?? []
  );
}

async function readTree(source: ByteSource, limits: Limits): Promise<ReadonlyMap<string, Msgpack>> {
  if (source.size > limits.inflatedBytes)
    throw new FormatError(
      'resource-limit',
      `expected MessagePack of at most ${limits.inflatedBytes} bytes, found ${source.size}`,
    );
  const tree = parseMsgpack(await source.read(0, source.size), limits.depth);
  if (!(tree instanceof Map))
    throw new FormatError('invalid-structure', 'expected a map of a model, found another value', 0);
  return tree;
}

const listOf = (value: Msgpack | undefined): Msgpack[] => (Array.isArray(value) ? value : []);

/** `textcat.3.maxout.W`: component, number and name of the layer, parameter. */
function arraysOf(component: string, file: string, tree: ReadonlyMap<string, Msgpack>, limits: Limits): Tensor[] {
  const nodes = listOf(tree.get('nodes'));
  const tensors: Tensor[] = [];
  for (const [i, params] of listOf(tree.get('params')).entries()) {
    if (!(params instanceof Map)) continue;
    const node = nodes[i];
    const layer = node instanceof Map ? String(node.get('name') ?? '') : '';
    for (const [key, value] of params) {
      if (!(value instanceof Map)) continue;
      if (tensors.length >= limits.tensors)
        throw new FormatError('resource-limit', `expected at most ${limits.tensors} arrays, found more`);
      tensors.push(arrayOf(`${component}.${i}.${layer}.${key}`, file, value));
    }
  }
  return tensors;
}

function arrayOf(name: string, file: string, value: ReadonlyMap<string, Msgpack>): Tensor {
  const dtype = parseTypeString(String(value.get('type')));
  const shape = listOf(value.get('shape')).map(Number);
  const data = value.get('data');
  const isNumber = dtype !== null && 'biuf'.includes(dtype.kind);
  if (!isNumber || !(data instanceof Uint8Array) || countElements(shape) !== data.length / dtype.itemSize)
    throw new FormatError('invalid-structure', `expected type, shape and bytes of "${name}", found other values`);
  const { info, values } = arrayLeaf(name, dtype, { source: memorySource(data), start: 0, shape, fortran: false });
  return { info: { ...info, file }, ...(values && { values }) };
}

/** Weights of other frameworks, as the bytes that these wrote. */
async function addShims(
  model: ModelInput,
  file: string,
  tree: ReadonlyMap<string, Msgpack>,
  contents: Contents,
): Promise<void> {
  for (const [i, shims] of listOf(tree.get('shims')).entries())
    for (const [j, shim] of (Array.isArray(shims) ? shims : [shims]).entries()) {
      if (!(shim instanceof Uint8Array) || shim.length === 0) continue;
      const member = `${file}!/shims.${i}.${j}`;
      contents.loading = 'code';
      const part = await model.part?.(member, memorySource(stateOf(shim)));
      if (part) addPart(contents, member, part, { tensors: false });
      contents.observations.push({
        kind: 'unread',
        code: 'unsupported',
        message: 'expected arrays of thinc, found weights of another framework inside, which are not listed',
        member,
      });
    }
}

/** A shim of torch is a map whose `state` is what torch.save wrote. */
function stateOf(shim: Uint8Array): Uint8Array {
  try {
    const tree = parseMsgpack(shim, 16);
    const state = tree instanceof Map ? tree.get('state') : undefined;
    return state instanceof Uint8Array ? state : shim;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return shim;
  }
}
