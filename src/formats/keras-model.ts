import { append } from '../bytes/append.js';
import { isObject, type Json, type JsonObject } from '../containers/json-document.js';
import type { Fact } from './format.js';
import { snakeCase } from './keras-classes.js';
import type { KerasModel } from './keras-names.js';

/** Longest text of a configuration told as a fact. */
const MOST_CHARACTERS = 4_000;

/** The parts of a model's configuration that names and facts need. */
export function parseKerasModel(root: Json, compile: Json | undefined): KerasModel {
  const model: KerasModel = { layers: new Map(), groupNames: new Map(), inputNumbers: new Map() };
  const optimizer = optimizerOf(compile);
  if (optimizer) model.optimizer = optimizer;
  if (!isObject(root)) return model;
  if (typeof root['class_name'] === 'string') model.className = root['class_name'];
  const stack: Json[] = [root];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (Array.isArray(next)) append(stack, next);
    else if (isObject(next)) {
      const { class_name: className, config } = next;
      if (
        typeof className === 'string' &&
        isObject(config) &&
        typeof config['name'] === 'string' &&
        !model.layers.has(config['name'])
      )
        model.layers.set(config['name'], { className, config });
      append(stack, Object.values(next));
    }
  }
  placeLayers(root, '', model);
  return model;
}

/** A model's layers with the groups that they are stored in: named for the class, numbered where a class occurs again. */
export function layerGroups(
  root: Json,
  base: string,
): { name: string; className: string; value: JsonObject; group: string }[] {
  const counts = new Map<string, number>();
  return layersOf(root).map((layer) => {
    const stem = snakeCase(layer.className);
    const count = counts.get(stem) ?? 0;
    counts.set(stem, count + 1);
    return { ...layer, group: `${base}/layers/${stem}${count === 0 ? '' : `_${count}`}` };
  });
}

/** Notes the groups of all layers, those of models inside models included. */
function placeLayers(root: Json, base: string, model: KerasModel): void {
  for (const { className, name, value, group } of layerGroups(root, base)) {
    model.groupNames.set(group, name);
    if (className === 'Sequential') model.inputNumbers.set(group, inputNumber(value));
    placeLayers(value, group, model);
  }
  if (base === '') model.inputNumbers.set('/', inputNumber(root));
}

/** Number in the name that Keras gives an input layer: they count up as layers are made. */
function inputNumber(root: Json): number | null {
  const input = layersOf(root).find(({ className }) => className === 'InputLayer');
  const match = /^input_layer(?:_(\d+))?$/.exec(input?.name ?? '');
  return match ? Number(match[1] ?? 0) : null;
}

/** The layers that a model lists, in order. */
function layersOf(root: Json): { name: string; className: string; value: JsonObject }[] {
  const config = isObject(root) ? root['config'] : undefined;
  // The first Keras wrote the layers of a sequential model as the configuration itself.
  const list = Array.isArray(config)
    ? config
    : isObject(config) && Array.isArray(config['layers'])
      ? config['layers']
      : [];
  return list.flatMap((layer) => {
    if (!isObject(layer) || typeof layer['class_name'] !== 'string') return [];
    const inner = layer['config'];
    const name =
      isObject(inner) && typeof inner['name'] === 'string'
        ? inner['name']
        : typeof layer['name'] === 'string'
          ? layer['name']
          : '';
    return [{ name, className: layer['class_name'], value: layer }];
  });
}

/** Keras 3 writes `optimizer`, Keras 2 `optimizer_config`. */
function optimizerOf(compile: Json | undefined): { className: string; config: JsonObject } | undefined {
  if (!isObject(compile)) return undefined;
  for (const key of ['optimizer', 'optimizer_config']) {
    const value = compile[key];
    if (typeof value === 'string') return { className: value, config: {} };
    if (isObject(value) && typeof value['class_name'] === 'string')
      return { className: value['class_name'], config: isObject(value['config']) ? value['config'] : {} };
  }
  return undefined;
}

/** Class, layers and how the model was compiled. */
export function kerasFacts(root: Json, compile: Json | undefined, where: string, compiledWhere: string): Fact[] {
  const facts: Fact[] = [];
  if (isObject(root) && typeof root['class_name'] === 'string')
    facts.push({ key: 'class', value: root['class_name'], where });
  const layers = layersOf(root);
  if (layers.length > 0)
    facts.push({ key: 'layers', value: layers.map(({ name, className }) => [name, className]), where });
  facts.push({ key: 'compiled', value: isObject(compile) && Object.keys(compile).length > 0, where: compiledWhere });
  const optimizer = optimizerOf(compile);
  if (optimizer) {
    facts.push({ key: 'optimizer', value: optimizer.className, where: compiledWhere });
    for (const [key, value] of Object.entries(optimizer.config)) {
      if (key === 'name' || value === null || JSON.stringify(value).length > MOST_CHARACTERS) continue;
      facts.push({ key: `optimizer.${key}`, value, where: compiledWhere });
    }
  }
  if (!isObject(compile)) return facts;
  for (const key of [
    'loss',
    'metrics',
    'loss_weights',
    'weighted_metrics',
    'run_eagerly',
    'steps_per_execution',
    'jit_compile',
    'auto_scale_loss',
  ]) {
    const value = compile[key];
    if (value !== undefined && value !== null && JSON.stringify(value).length <= MOST_CHARACTERS)
      facts.push({ key, value, where: compiledWhere });
  }
  return facts;
}
