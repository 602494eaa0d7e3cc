import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { isObject, type JsonObject } from '../containers/json-document.js';
import { readJsonCompanion } from './companion.js';
import pipelineModules from './diffusers-modules.json' with { type: 'json' };
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
import { addModelCard, addTemplates, HF_FACTS, readConfig, weightsIn } from './hf-directory.js';
import { headKeys } from './json-glimpse.js';
import { addLoadableFiles } from './loadable-files.js';
import { addForeignProgram, addProgram } from './own-programs.js';
import { addPart, openPart, partTensors } from './parts.js';
import type { TensorInfo } from './tensor.js';

const INDEX = 'model_index.json';
/** Libraries whose classes need no code from the folder, and modules of diffusers' own pipelines, which an index names without it. */
const LIBRARIES = new Set([
  'diffusers',
  'transformers',
  'onnxruntime',
  'optimum',
  'k_diffusion',
  'flax',
  ...pipelineModules,
]);
const SHARD = /-\d+-of-\d+\.(?:safetensors|bin)$/;

/** A pipeline of the library diffusers: an index of components, each in a folder of its own with configuration and weights. */
export const diffusersPipeline: Format = {
  id: 'diffusers-pipeline',
  name: 'diffusers pipeline directory',
  extensions: ['.json'],
  family: 'hugging-face',
  container: 'directory',
  signature: `${INDEX} with _class_name and _diffusers_version`,
  aliases: ['Stable Diffusion'],
  facts: { ...HF_FACTS, specification: 'https://huggingface.co/docs/diffusers/using-diffusers/loading' },
  specializes: 'json',

  recognize: (glimpse) => {
    const keys = headKeys(glimpse);
    return /(?:^|\/)model_index\.json$/.test(glimpse.path) && keys?.includes('_class_name')
      ? certain(`${INDEX} with _class_name`)
      : NO;
  },

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const index = await readConfig(model, limits);
    const components = componentsOf(index);
    for (const [key, value] of [
      ['class', index['_class_name']],
      ['diffusers_version', index['_diffusers_version']],
      ['components', Object.fromEntries(components)],
    ] as const)
      if (value !== undefined) contents.facts.push({ key, value, where: INDEX });
    const version = index['_diffusers_version'];
    contents.needs.push({
      package: 'diffusers',
      version: typeof version === 'string' ? version : '',
      evidence: `${INDEX}#_diffusers_version`,
    });
    await addOwnCode(index, components, model, contents);
    const listed = await model.listCompanions();
    for (const [name] of components) {
      await addConfig(name, listed, model, contents, limits);
      for (const file of weightsOf(name, listed)) {
        const part = await openPart(model, file, contents);
        if (!part) continue;
        const before = contents.tensors.length;
        addPart(contents, file, part, { tensors: true });
        for (const tensor of contents.tensors.slice(before)) prefix(tensor, name);
      }
    }
    await addTemplates(model, contents, limits);
    await addModelCard(model, contents);
    await addLoadableFiles(model, contents);
    return contents;
  },

  async *tensors(model, limits) {
    const contents = emptyContents('data-only');
    const listed = await model.listCompanions();
    for (const [name] of componentsOf(await readConfig(model, limits)))
      for (const file of weightsOf(name, listed)) {
        const part = await openPart(model, file, contents);
        if (part) yield* prefixed(partTensors(part, file), name);
      }
  },
};

/** Names of a component's tensors begin with the component: several have a `conv_in.weight`. */
function prefix(tensor: TensorInfo, component: string): void {
  tensor.name = `${component}.${tensor.name}`;
  if (tensor.tiedTo) tensor.tiedTo = tensor.tiedTo.map((name) => `${component}.${name}`);
}

async function* prefixed(tensors: AsyncIterable<Tensor>, component: string): AsyncGenerator<Tensor> {
  for await (const tensor of tensors) {
    const info = { ...tensor.info };
    prefix(info, component);
    yield { ...tensor, info };
  }
}

/** `name: [library, class]`; null where a pipeline goes without a component. */
function componentsOf(index: JsonObject): [string, { library: string; className: string }][] {
  return Object.entries(index).flatMap(([name, value]) =>
    !name.startsWith('_') && Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string'
      ? [[name, { library: value[0], className: value[1] }]]
      : [],
  );
}

/** Weight files of a component: the most open kind, all of its shards. */
function weightsOf(component: string, listed: readonly string[]): string[] {
  const own = listed
    .filter((path) => path.startsWith(`${component}/`))
    .map((path) => path.slice(component.length + 1))
    .filter((path) => !path.includes('/'));
  const [first] = weightsIn(own);
  if (first === undefined) return own.includes('model.onnx') ? [`${component}/model.onnx`] : [];
  const shards = first.endsWith('.index.json')
    ? own.filter((name) => SHARD.test(name) && name.startsWith(first.slice(0, first.indexOf('.'))))
    : [first];
  return shards.map((name) => `${component}/${name}`);
}

async function addConfig(
  component: string,
  listed: readonly string[],
  model: ModelInput,
  contents: Contents,
  limits: Limits,
): Promise<void> {
  const path = ['config.json', 'scheduler_config.json', 'preprocessor_config.json']
    .map((name) => `${component}/${name}`)
    .find((name) => listed.includes(name));
  if (path === undefined) return;
  const config = await readJsonCompanion(model, path, contents, limits);
  const name = isObject(config) ? (config['_name_or_path'] ?? config['model_type']) : undefined;
  if (typeof name === 'string' && name !== '')
    contents.facts.push({ key: `${component}.origin`, value: name, where: path });
}

/**
 * A pipeline or component of a library that nobody knows is a Python file of the folder, run when loaded with trust; where
 * there is none, loading imports that library by its name and takes the class out of it.
 */
async function addOwnCode(
  index: JsonObject,
  components: ReturnType<typeof componentsOf>,
  model: ModelInput,
  contents: Contents,
): Promise<void> {
  const listed = new Set(await model.listCompanions());
  const pipeline = index['_class_name'];
  const programs = new Set<string>();
  for (const name of [Array.isArray(pipeline) ? pipeline[0] : undefined, index['custom_pipeline']]) {
    if (typeof name !== 'string') continue;
    const file = name.endsWith('.py') ? name : `${name}.py`;
    if (listed.has(file)) programs.add(file);
    else addForeignProgram(name, name, INDEX, contents);
  }
  const imported = new Set<string>();
  for (const [name, { library, className }] of components) {
    if (LIBRARIES.has(library.split('.')[0] ?? '')) continue;
    const own = [`${name}/${library}.py`, `${library}.py`].filter((file) => listed.has(file));
    for (const file of own) programs.add(file);
    if (own.length === 0) imported.add(`${library}.${className}`);
  }
  for (const file of programs) {
    await addProgram(file, model, contents);
    contents.observations.push({
      kind: 'callable',
      code: 'code-file',
      name: file,
      message: `loading with trust runs ${file}, which comes with the model`,
      member: INDEX,
    });
  }
  contents.globals = [...new Set([...contents.globals, ...imported])].sort(byBytes);
  if (programs.size + imported.size > 0) contents.loading = 'code';
}
