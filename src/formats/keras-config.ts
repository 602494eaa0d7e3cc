import { isObject, type Json, type JsonObject } from '../containers/json-document.js';
import { escapes } from '../containers/zip.js';
import type { Fact, Observation } from './format.js';
import layerClasses from './keras-layers.json' with { type: 'json' };
import places from './keras-places.json' with { type: 'json' };
import { effectOf } from './tensorflow-operators.js';

/** What the configuration of a Keras model says: code that loading would run or import, paths that it would read, seeds. */
export interface KerasConfig {
  observations: Observation[];
  /** One for each seed that is set. */
  seeds: Fact[];
  /** True where loading would run code that is in the file or import something from outside of Keras. */
  needsCode: boolean;
}

const LAYERS = new Set(layerClasses);
/** Modules below `keras` whose classes and functions are what models are made of, without the leading `keras.`. */
const MODEL_MODULES = new Set(places.modelModules);
/** Those of them whose functions loading may look up; functions of the others read files, fetch or load. */
const FUNCTION_MODULES = new Set(places.functionModules);
/** Layers of Keras 2 that are a call of TensorFlow, and the operators behind functions that are not called like them. */
const OPERATION_LAYERS = new Set(places.functionLayers);
const TENSORFLOW_FUNCTIONS = new Map(Object.entries(places.tensorflowFunctions));
/** Builtins of Python that a configuration names for values. */
const VALUE_BUILTINS = new Set(['str', 'slice', 'tuple', 'set']);
/** Layers that carry or fetch code of their own. */
const CODE_CARRIERS = new Set(places.codeCarriers);
/** Functions of Python itself; Keras calls its own ones by the same module. */
const PYTHON_BUILTINS = new Set(places.pythonBuiltins);
/** Keys whose text is a name and not a path, whatever it looks like. */
const NAME_KEYS = new Set(places.nameKeys);
/** Keys whose text names a file that loading reads. */
const PATH_KEYS = new Set(places.pathKeys);

/** Text that is longer is a description; Linux takes no longer path. */
const LONGEST_PATH = 4096;

/** Walks a parsed configuration (`config.json`, `model_config`). `where` names it in facts and observations. */
export function walkKerasConfig(root: Json, where: string): KerasConfig {
  const found: KerasConfig = { observations: [], seeds: [], needsCode: false };
  const stack: { value: Json; path: string }[] = [{ value: root, path: '' }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value, path } = next;
    if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i--) stack.push({ value: value[i] as Json, path });
      continue;
    }
    if (!isObject(value)) continue;
    noteReference(value, found, where, path);
    const here = nameOf(value) ?? path;
    for (const [key, member] of Object.entries(value).reverse()) {
      if (typeof member === 'string') notePath(key, member, found, where, here);
      else if (key === 'seed' && typeof member === 'number')
        found.seeds.push({ key: 'seed', value: member, where: `${where}#${here ? `${here}.` : ''}seed` });
      else if (typeof member === 'object' && member !== null)
        stack.push({ value: member, path: key === 'config' || key === 'layers' ? here : join(here, key) });
    }
  }
  return found;
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

/** Name of the layer that a configuration describes. */
const nameOf = (value: JsonObject): string | null => {
  const { config } = value;
  return typeof value['class_name'] === 'string' &&
    isObject(config) &&
    typeof config['name'] === 'string' &&
    LAYERS.has(value['class_name'])
    ? config['name']
    : null;
};

/** An object with a class name is something that loading looks up and calls. */
function noteReference(value: JsonObject, found: KerasConfig, where: string, path: string): void {
  const { class_name: written, config } = value;
  if (typeof written !== 'string' || !('config' in value)) return;
  noteOperation(written, config, found, where, path);
  const { name: className, isFunction } = referredTo(written, value);
  const { module, registered_name: registered } = value;
  const reason = reasonForCode({ className, isFunction, module, registered, config });
  if (reason === null) return;
  found.needsCode = true;
  const qualified = typeof module === 'string' && module !== '' ? `${module}.${className}` : className;
  const name = replaces(registered, module) ? registered : qualified;
  found.observations.push({
    kind: 'callable',
    code: 'keras-code',
    message: `expected parts of Keras, found ${reason}`,
    name,
    member: path === '' ? where : `${where}#${path}`,
  });
}

/** Name that loading looks up: a function stands in `config`, the class of a type specification in `spec_name`. */
function referredTo(className: string, value: JsonObject): { name: string; isFunction: boolean } {
  const { config, spec_name: spec } = value;
  if (className === 'function' && typeof config === 'string') return { name: config, isFunction: true };
  if (className === '__typespec__' && typeof spec === 'string') return { name: spec, isFunction: false };
  return { name: className, isFunction: !/^[A-Z_]/.test(className) };
}

/** Keras 2 keeps calls of TensorFlow as layers: by the name of a function, or as the node of a graph. */
function noteOperation(className: string, config: Json | undefined, found: KerasConfig, where: string, path: string) {
  if (!OPERATION_LAYERS.has(className) || !isObject(config)) return;
  const { function: called, node_def: node } = config;
  const written =
    typeof called === 'string'
      ? called
      : /"op"\s*:\s*"([^"]+)"/.exec(JSON.stringify(node ?? '').replaceAll('\\"', '"'))?.[1];
  const last = written?.slice(written.lastIndexOf('.') + 1) ?? '';
  const operator =
    TENSORFLOW_FUNCTIONS.get(last) ?? last.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const effect = effectOf(operator);
  if (!effect) return;
  found.needsCode = true;
  found.observations.push({ ...effect, member: path === '' ? where : `${where}#${path}` });
}

interface Reference {
  className: string;
  isFunction: boolean;
  module: Json | undefined;
  registered: Json | undefined;
  config: Json | undefined;
}

/** A name that a program registered with its package, and that Keras looks up before it looks into its own module. */
const replaces = (registered: Json | undefined, module: Json | undefined): registered is string =>
  typeof registered === 'string' && /^(?!keras\b)[^>]*>/.test(registered) && /^keras\b/.test(String(module));

/** Why loading this part needs code; null where it is a part of Keras. */
function reasonForCode({ className, isFunction, module, registered, config }: Reference): string | null {
  if (className === '__lambda__') return 'byte code of a Python function';
  if (CODE_CARRIERS.has(className)) return `a ${className} layer, which carries or fetches code`;
  if (typeof module !== 'string' || module === '') {
    // Looked up among what the loading program registered; Keras gives its own classes no such name.
    if (typeof registered === 'string' && registered !== '' && registered !== className)
      return `a class registered as ${JSON.stringify(registered)}`;
    // Keras 3 writes null for a class of the training script; Keras 2 names all layers without their module.
    const isLayer = isObject(config) && ('trainable' in config || 'layers' in config || 'batch_input_shape' in config);
    return (module === null || isLayer) && !LAYERS.has(className)
      ? `the class ${JSON.stringify(className)}, which Keras does not have`
      : null;
  }
  if (module === 'builtins') {
    // Keras looks for its own functions under this module first, then in Python itself.
    const isKept = isFunction ? VALUE_BUILTINS.has(className) || !PYTHON_BUILTINS.has(className) : false;
    return isKept ? null : `the Python builtin ${JSON.stringify(className)}`;
  }
  if (/^tensorflow(?:\.|$)/.test(module) && /Spec(?:V2)?$/.test(className)) return null;
  if (module !== 'keras' && !module.startsWith('keras.'))
    return `${JSON.stringify(`${module}.${className}`)} from outside of Keras`;
  if (!isPartOfModel(module, className, isFunction))
    return `${JSON.stringify(`${module}.${className}`)}, which is no part of a model`;
  return replaces(registered, module) ? `a class registered as ${JSON.stringify(registered)}` : null;
}

/** True for modules of layers, losses and the like; helpers of the library are something else. */
function isPartOfModel(module: string, className: string, isFunction: boolean): boolean {
  const inner = module.replace(/^keras\.?/, '').replace(/^(?:src|_tf_keras|api)\.?/, '');
  const top = inner.split('.')[0] ?? '';
  if (className.includes('.')) return false;
  if (top === '') return !isFunction;
  return MODEL_MODULES.has(top) && (!isFunction || FUNCTION_MODULES.has(top));
}

/** Text that names a file: loading reads it, wherever it lies. */
function notePath(key: string, text: string, found: KerasConfig, where: string, path: string): void {
  const isPath = PATH_KEYS.has(key);
  if (text === '' || NAME_KEYS.has(key) || (!isPath && (text.length > LONGEST_PATH || /[\s]/.test(text.trim()))))
    return;
  const isUrl = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text);
  const isOutside = isUrl || (text.length > 1 && (escapes(text) || (isPath && text.startsWith('~'))));
  if (!isOutside && !isPath) return;
  found.observations.push({
    kind: 'external',
    code: isOutside ? 'path-escape' : 'external-reference',
    message: `expected everything in the file, found ${JSON.stringify(key)} set to ${JSON.stringify(text)}`,
    name: text,
    member: path === '' ? where : `${where}#${path}`,
  });
}
