import type { Limits } from '../bytes/limits.js';
import { isObject, type JsonObject, readJson } from '../containers/json-document.js';
import { parseYaml } from '../containers/yaml-document.js';
import { openCompanion, readJsonCompanion } from './companion.js';
import type { Contents, FormatFacts, ModelInput, Tensor } from './format.js';
import { templateReaches } from './jinja-template.js';
import { addRemoteCode } from './own-programs.js';
import { addPart, openPart, partTensors } from './parts.js';

export const HF_FACTS: FormatFacts = {
  disclosure: 'documented',
  steward: 'Hugging Face',
  specification: 'https://huggingface.co/docs/transformers/main/en/main_classes/model',
  encoding: 'mixed',
  holds: 'model',
  independent: false,
  worstLoading: 'code',
  openExport: 'safetensors',
};

/** Weights by their conventional names, most open first: the first that is there is the model, others are copies of it. */
const WEIGHTS = [
  'model.safetensors.index.json',
  'model.safetensors',
  'adapter_model.safetensors',
  'diffusion_pytorch_model.safetensors.index.json',
  'diffusion_pytorch_model.safetensors',
  'pytorch_model.bin.index.json',
  'pytorch_model.bin',
  'adapter_model.bin',
  'diffusion_pytorch_model.bin',
  'flax_model.msgpack',
  'tf_model.h5',
] as const;

/** Longest chat template or model card that is looked into. */
const TEXT_BYTES = 4 << 20;

/** Conventional weight files that a folder has. */
export const weightsIn = (names: readonly string[]): string[] => WEIGHTS.filter((name) => names.includes(name));

/** The entry itself as JSON; anything but an object is an empty one. */
export async function readConfig(model: ModelInput, limits: Limits): Promise<JsonObject> {
  const value = await readJson(model.source, limits, { nonFinite: true, onDuplicate: () => {} });
  return isObject(value) ? value : {};
}

/** Adds every given key that the document has as a fact. */
export function addFacts(document: JsonObject, keys: readonly string[], where: string, contents: Contents): void {
  for (const key of keys)
    if (document[key] !== undefined) contents.facts.push({ key, value: document[key], where: `${where}#${key}` });
}

/** Adds the weights: tensors of the first file, and of the others only what loading them means. */
export async function addWeights(model: ModelInput, contents: Contents): Promise<void> {
  for (const [i, name] of weightsIn(await model.listCompanions()).entries()) {
    const part = await openPart(model, name, contents);
    if (part) addPart(contents, name, part, { tensors: i === 0 });
  }
}

/** Values of the tensors of `addWeights`. */
export async function* weightTensors(model: ModelInput, contents: Contents): AsyncGenerator<Tensor> {
  const [name] = weightsIn(await model.listCompanions());
  const part = name === undefined ? null : await openPart(model, name, contents);
  if (part && name !== undefined) yield* partTensors(part, name);
}

/** Templates of their own, and configurations of parts, in the folder or below it: `tokenizer/tokenizer_config.json`. */
const TEMPLATE = /\.(?:jinja2?|j2)$/;
const CONFIGURATION = /(?:^|\/)(?:[\w-]*config|chat_template)\.json$/;

/** Chat templates and programs that run with trust, wherever configurations keep them. */
export async function addTemplates(model: ModelInput, contents: Contents, limits: Limits): Promise<void> {
  const listed = await model.listCompanions();
  const entry = model.path.slice(model.path.lastIndexOf('/') + 1);
  for (const name of listed.filter((file) => TEMPLATE.test(file))) {
    const text = await readTextCompanion(model, name, contents);
    if (text !== null) addTemplate(text, name, contents);
  }
  for (const name of listed.filter((file) => CONFIGURATION.test(file) && file !== 'config.json' && file !== entry)) {
    const document = await readJsonCompanion(model, name, contents, limits);
    if (!isObject(document)) continue;
    await addRemoteCode(document, name, model, contents);
    addTemplatesOf(document, `${name}#`, contents);
  }
}

/** Templates that a document holds: one, a list with names, or one for each name. */
export function addTemplatesOf(document: JsonObject, where: string, contents: Contents): void {
  for (const key of ['chat_template', 'default_chat_template', 'chat_templates']) {
    const value = document[key];
    const listed = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [value];
    for (const item of listed) {
      const template = isObject(item) ? item['template'] : item;
      if (typeof template === 'string') addTemplate(template, `${where}${key}`, contents);
    }
  }
}

function addTemplate(template: string, member: string, contents: Contents): void {
  if (contents.loading === 'data-only') contents.loading = 'template';
  for (const { kind, name } of templateReaches(template)) {
    contents.observations.push({
      kind: 'callable',
      code: 'template-injection',
      name,
      message: `chat template reaches the ${kind} ${name}`,
      member,
    });
  }
}

async function readTextCompanion(model: ModelInput, name: string, contents: Contents): Promise<string | null> {
  const source = await openCompanion(model, name, contents.observations);
  if (!source) return null;
  contents.companions.push(name);
  return Buffer.from(await source.read(0, Math.min(source.size, TEXT_BYTES))).toString('utf8');
}

/** License, data and base model from the front matter of the model card. */
export async function addModelCard(model: ModelInput, contents: Contents): Promise<void> {
  if (!(await model.listCompanions()).includes('README.md')) return;
  const text = await readTextCompanion(model, 'README.md', contents);
  const front = /^---\r?\n([\s\S]*?)\r?\n---\s*(?:\r?\n|$)/.exec(text ?? '')?.[1];
  if (front === undefined) return;
  const parsed = await parseYaml(front);
  if (!('value' in parsed) || typeof parsed.value !== 'object' || parsed.value === null) return;
  for (const key of ['license', 'datasets', 'base_model', 'language', 'library_name', 'pipeline_tag']) {
    const value = (parsed.value as Record<string, unknown>)[key];
    if (value !== undefined && value !== '') contents.facts.push({ key, value, where: `README.md#${key}` });
  }
}
