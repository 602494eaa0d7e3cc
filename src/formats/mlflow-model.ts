import { FormatError } from '../bytes/format-error.js';
import { byBytes } from '../bytes/order.js';
import { parseYaml } from '../containers/yaml-document.js';
import { escapes } from '../containers/zip.js';
import { openCompanion } from './companion.js';
import { nameOf } from './file-access.js';
import {
  begin,
  type Contents,
  certain,
  emptyContents,
  type Format,
  type ModelInput,
  NO,
  type Observation,
  type Tensor,
} from './format.js';
import { latin1Head } from './head-text.js';
import { pythonTags } from './hydra-config.js';
import { addLoadableFiles } from './loadable-files.js';
import loaderModules from './mlflow-loaders.json' with { type: 'json' };
import { addProgram } from './own-programs.js';
import { addPart, openPart, partTensors } from './parts.js';

/** Longest MLmodel file: it may hold an example of the input, not more. */
const MAX_BYTES = 4 << 20;
/** Files below a data folder that are looked into. */
const MOST_FILES = 32;
/** Keys of flavors that name files or folders of the model. */
const PATH_KEYS = [
  'data',
  'model_path',
  'pickled_model',
  'model_data',
  'saved_model_dir',
  'model_binary',
  'artifact_path',
  'python_model',
];

/** Keys that name programs, or folders of them. */
const CODE_KEYS = ['code', 'model_code_path', 'code_path', 'code_paths'];

/** Modules of MLflow that load models, in any of its versions. */
const LOADERS = new Set(loaderModules);
/** Files in which flavors keep the name of a module that loading imports, and the modules that MLflow writes there. */
const MODULE_FILES: ReadonlyMap<string, RegExp> = new Map([
  ['keras_module.txt', /^(?:keras|tensorflow\.(?:python\.)?keras|tf_keras)$/],
  ['pickle_module_info.txt', /^mlflow\.pytorch\.pickle_module$/],
]);
/** Such a file holds one name. */
const LONGEST_NAME = 1_024;

type Flavors = Record<string, Record<string, unknown>>;

interface MlModel {
  facts: [string, unknown][];
  flavors: Flavors;
  /** Tags of Python objects, which loaders of YAML that trust it make. */
  tags: ReturnType<typeof pythonTags>;
}

export const mlflowModel: Format = {
  id: 'mlflow-model',
  name: 'MLflow model directory',
  extensions: [],
  family: 'package',
  container: 'directory',
  signature: 'MLmodel (YAML) with flavors',
  facts: {
    disclosure: 'documented',
    steward: 'LF Projects (MLflow)',
    specification: 'https://mlflow.org/docs/latest/ml/model/',
    encoding: 'mixed',
    holds: 'model',
    independent: false,
    worstLoading: 'code',
    openExport: 'onnx',
  },

  recognize: ({ path, head }) =>
    /(?:^|\/)MLmodel$/.test(path) && /^flavors:/m.test(latin1Head(head)) ? certain('MLmodel with flavors') : NO,

  async inspect(model) {
    const contents = begin(model, 'data-only');
    const { facts, flavors, tags } = await readMlModel(model);
    for (const [key, value] of facts) contents.facts.push({ key, value, where: `MLmodel#${key}` });
    contents.needs.push({
      package: 'mlflow',
      version: String(facts.find(([key]) => key === 'mlflow_version')?.[1] ?? ''),
      evidence: 'MLmodel',
    });
    for (const { name, path } of tags) contents.observations.push(tagged(name, path));
    for (const loader of addFlavors(flavors, contents)) await addLoader(loader, model, contents);
    await addCode(flavors, model, contents);
    await addNamedModules(model, contents);
    for (const name of await partsOf(model, flavors, contents)) {
      const part = await openPart(model, name, contents);
      if (part && part.format.facts.isModel !== false) addPart(contents, name, part, { tensors: true });
    }
    await addLoadableFiles(model, contents);
    return contents;
  },

  tensors: (model) => mlflowTensors(model),
};

async function* mlflowTensors(model: ModelInput): AsyncGenerator<Tensor> {
  const contents = emptyContents('data-only');
  const { flavors } = await readMlModel(model);
  for (const name of await partsOf(model, flavors, contents)) {
    const part = await openPart(model, name, contents);
    if (part && part.format.facts.isModel !== false) yield* partTensors(part, name);
  }
}

async function readMlModel({ source }: ModelInput): Promise<MlModel> {
  if (source.size > MAX_BYTES)
    throw new FormatError(
      'resource-limit',
      `expected an MLmodel file of at most ${MAX_BYTES} bytes, found ${source.size}`,
    );
  const text = Buffer.from(await source.read(0, source.size)).toString('utf8');
  const parsed = await parseYaml(text);
  if (!('value' in parsed))
    throw new FormatError('invalid-structure', `expected YAML, found in line ${parsed.line}: ${parsed.message}`);
  const document = recordOf(parsed.value);
  const kept = [
    'mlflow_version',
    'run_id',
    'model_uuid',
    'model_id',
    'utc_time_created',
    'artifact_path',
    'model_size_bytes',
  ];
  const facts = kept
    .filter((key) => document[key] !== undefined && document[key] !== null)
    .map((key): [string, unknown] => [key, document[key]]);
  const flavors = Object.fromEntries(
    Object.entries(recordOf(document['flavors'])).map(([name, flavor]) => [name, recordOf(flavor)]),
  );
  return { facts, flavors, tags: pythonTags(text) };
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** Adds versions that the flavors record. Gives the modules that load the model and are not MLflow's own. */
function addFlavors(flavors: Flavors, contents: Contents): string[] {
  const loaders: string[] = [];
  contents.facts.push({ key: 'flavors', value: Object.keys(flavors).sort(byBytes), where: 'MLmodel#flavors' });
  for (const [name, flavor] of Object.entries(flavors)) {
    for (const [key, value] of Object.entries(flavor)) {
      if (!/(?:^|_)version$/.test(key) || typeof value === 'object') continue;
      contents.facts.push({ key, value, where: `MLmodel#flavors.${name}` });
      if (key.endsWith('_version') && key !== 'python_version')
        contents.needs.push({
          package: key === 'sklearn_version' ? 'scikit-learn' : key.slice(0, -8),
          version: String(value),
          evidence: `MLmodel#flavors.${name}`,
        });
    }
    const loader = flavor['loader_module'];
    if (typeof loader !== 'string' || LOADERS.has(loader)) continue;
    loaders.push(loader);
    contents.loading = 'code';
    contents.observations.push({
      kind: 'callable',
      code: 'code-file',
      name: loader,
      message: `loading imports the module ${loader}, which is none of MLflow's loaders`,
      member: `MLmodel#flavors.${name}.loader_module`,
    });
  }
  return loaders;
}

/** The program of a module that comes along, in the folder `code` or beside the model. */
async function addLoader(loader: string, model: ModelInput, contents: Contents): Promise<void> {
  const file = `${loader.replaceAll('.', '/')}.py`;
  const listed = await model.listCompanions();
  const found = [file, `code/${file}`].find((path) => listed.includes(path));
  if (found !== undefined) await addProgram(found, model, contents);
}

const tagged = (name: string, path: string): Observation => ({
  kind: 'callable',
  code: 'hydra-target',
  name,
  message: `MLmodel names ${name} to be called (${path})`,
  member: 'MLmodel',
});

/** Modules that loading imports because a file beside the weights says so. */
async function addNamedModules(model: ModelInput, contents: Contents): Promise<void> {
  for (const file of await model.listCompanions()) {
    const usual = MODULE_FILES.get(nameOf(file));
    if (!usual) continue;
    const source = await openCompanion(model, file, contents.observations);
    if (!source) continue;
    contents.companions.push(file);
    const text = Buffer.from(await source.read(0, Math.min(source.size, LONGEST_NAME))).toString('utf8');
    const name = text.trim();
    if (usual.test(name)) continue;
    contents.loading = 'code';
    contents.observations.push({
      kind: 'callable',
      code: 'code-file',
      name,
      message: `loading imports the module ${name}`,
      member: file,
    });
  }
}

/** Programs that loading runs or puts first on the path of imports: a model that is a program, folders of code. */
async function addCode(flavors: Flavors, model: ModelInput, contents: Contents): Promise<void> {
  const listed = await model.listCompanions();
  for (const [flavor, settings] of Object.entries(flavors))
    for (const key of CODE_KEYS) {
      const path = settings[key];
      if (typeof path !== 'string' || path === '') continue;
      const folder = `${path.replace(/\/$/, '')}/`;
      const programs = listed.filter((name) => name === path || (name.startsWith(folder) && name.endsWith('.py')));
      // A path that leaves the folder is told as such.
      if (escapes(path)) await openCompanion(model, path, contents.observations);
      else if (programs.length === 0 && !path.endsWith('.py')) continue;
      for (const name of programs) if (!contents.companions.includes(name)) await addProgram(name, model, contents);
      contents.loading = 'code';
      contents.observations.push({
        kind: 'callable',
        code: 'code-file',
        name: path,
        message: `loading runs or imports ${path}, which comes with the model`,
        member: `MLmodel#flavors.${flavor}.${key}`,
      });
    }
}

/** Files that the flavors name, and those below folders that they name. */
async function partsOf(model: ModelInput, flavors: Flavors, contents: Contents): Promise<string[]> {
  const listed = await model.listCompanions();
  const named = new Set<string>();
  for (const flavor of Object.values(flavors))
    for (const key of PATH_KEYS)
      if (typeof flavor[key] === 'string' && flavor[key] !== '') named.add(flavor[key].replace(/\/$/, ''));
  // What a model of a user's own asks for by name.
  for (const flavor of Object.values(flavors))
    for (const artifact of Object.values(recordOf(flavor['artifacts']))) {
      const { path } = recordOf(artifact);
      if (typeof path === 'string' && path !== '') named.add(path.replace(/\/$/, ''));
    }
  const parts = new Set<string>();
  for (const path of named) {
    const below = listed.filter((name) => name.startsWith(`${path}/`));
    if (below.length > MOST_FILES)
      contents.observations.push({
        kind: 'unread',
        code: 'resource-limit',
        message: `expected at most ${MOST_FILES} files below "${path}", found ${below.length}`,
      });
    for (const name of below.length > 0 ? below.slice(0, MOST_FILES) : [path]) parts.add(name);
  }
  return [...parts].sort(byBytes);
}
