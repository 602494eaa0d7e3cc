import { isObject, type Json, type JsonObject } from '../containers/json-document.js';
import type { Hdf5Contents, Hdf5Tensor } from './hdf5-contents.js';
import { layerClassOf, optimizerClassOf, optimizerVariables, snakeCase, variableNames } from './keras-classes.js';

/** A layer as a configuration describes it. */
export interface KerasLayer {
  className: string;
  config: JsonObject;
}

/** What is known of the model besides its weights file. */
export interface KerasModel {
  className?: string;
  /** By name. */
  layers: Map<string, KerasLayer>;
  optimizer?: KerasLayer;
  /** Names of the model's own layers by the group that each is stored in. */
  groupNames: Map<string, string>;
  /** Numbers of the input layers of sequential models, by group; null where the name tells none. */
  inputNumbers: Map<string, number | null>;
}

/** A group of a weights file with its members in the order in which they were written. */
interface Group {
  path: string;
  name: string;
  groups: Group[];
  tensors: Hdf5Tensor[];
}

interface Trained {
  name: string;
  shape: readonly number[];
}

/** Sublayers whose order among a layer's variables is not that of the file, which is alphabetical. */
const SUBLAYERS: Readonly<Record<string, readonly string[]>> = {
  Bidirectional: ['forward_layer', 'backward_layer'],
  MultiHeadAttention: ['query_dense', 'key_dense', 'value_dense', 'output_dense'],
  GroupQueryAttention: ['query_dense', 'key_dense', 'value_dense', 'output_dense'],
};
/** What a model keeps besides layers: slots are named after variables, counts of measurements (Keras 2) keep their paths. */
const BESIDE_LAYERS = new Set(['optimizer', 'metrics']);
/** Models whose layers were made before them and so carry no prefix of theirs. */
const WITHOUT_SCOPE = new Set(['Functional', 'Model']);

/**
 * Gives the tensors of a Keras 3 weights file the paths that Keras prints for its variables. The file has the names of
 * layers (attribute `name` of each `vars` group); variables are numbered and named by their layer's class.
 * Returns groups whose variables could not be named.
 */
export function nameKerasVariables(contents: Hdf5Contents, model: KerasModel): string[] {
  const root = groupTree(contents);
  const naming: Naming = { contents, model, trained: [], unnamed: [] };
  nameGroup(naming, root, '', model.className ?? inferModelClass(root), true);
  const optimizer = root.groups.find(({ name }) => name === 'optimizer');
  if (optimizer) nameOptimizer(naming, optimizer);
  return naming.unnamed;
}

interface Naming {
  contents: Hdf5Contents;
  model: KerasModel;
  trained: Trained[];
  unnamed: string[];
}

/** A functional model lists its input layers, a sequential one does not. */
function inferModelClass(root: Group): string | undefined {
  const layers = root.groups.find(({ name }) => name === 'layers');
  if (!layers) return undefined;
  return layers.groups.some(({ name }) => name.startsWith('input_layer')) ? 'Functional' : 'Sequential';
}

/** Class of a model in a weights file as far as it shows. */
export const modelClassOf = (contents: Hdf5Contents): string | undefined => inferModelClass(groupTree(contents));

function groupTree({ listing, tensors }: Hdf5Contents): Group {
  const groups = new Map<string, Group>();
  const ordered = listing.objects
    .filter(({ kind }) => kind === 'group')
    .sort((a, b) => a.header.address - b.header.address);
  for (const { path } of ordered)
    groups.set(path, { path, name: path.slice(path.lastIndexOf('/') + 1), groups: [], tensors: [] });
  const root = groups.get('/') ?? { path: '/', name: '', groups: [], tensors: [] };
  const parentOf = (path: string): Group => groups.get(path.slice(0, path.lastIndexOf('/')) || '/') ?? root;
  for (const group of groups.values()) if (group.path !== '/') parentOf(group.path).groups.push(group);
  for (const tensor of tensors) parentOf(tensor.object.path).tensors.push(tensor);
  for (const group of groups.values()) group.tensors.sort((a, b) => numberOf(a) - numberOf(b));
  return root;
}

const numberOf = ({ object }: Hdf5Tensor): number => Number(object.path.slice(object.path.lastIndexOf('/') + 1));

/** A layer or a model: its own variables, then those of what it holds. */
function nameGroup(naming: Naming, group: Group, scope: string, hint: string | undefined, trainable: boolean): void {
  const vars = group.groups.find(({ name }) => name === 'vars');
  const stored = vars && naming.contents.attributes.get(vars.path)?.get('name');
  const name =
    typeof stored === 'string'
      ? stored
      : group.path === '/'
        ? ''
        : (naming.model.groupNames.get(group.path) ?? group.name);
  const known = naming.model.layers.get(name);
  const className =
    known?.className ?? hint ?? layerClassOf(name) ?? layerClassOf(name.replace(/^(?:forward|backward)_/, ''));
  const inner = scopeInside(naming, group, className, scope, name);
  const isTrainable = trainable && known?.config['trainable'] !== false;
  const isAmbiguous =
    naming.unnamed.includes(group.path) || naming.unnamed.some((path) => group.path.startsWith(`${path}/layers/`));
  if (vars && vars.tensors.length > 0 && !isAmbiguous)
    nameOwn(naming, vars, inner, className, known?.config, isTrainable);
  for (const child of inOrder(group, className)) {
    if (child.name === 'vars' || (group.path === '/' && BESIDE_LAYERS.has(child.name))) continue;
    if (child.groups.some(({ name: member }) => member === 'vars'))
      nameGroup(naming, child, inner, hintFor(className, child, known?.config), isTrainable);
    else
      for (const item of asListed(naming, child)) nameGroup(naming, item, inner, layerClassOf(item.name), isTrainable);
  }
}

/**
 * Scope of what a group holds. Layers of functional models were made before them and carry no prefix; those of a
 * sequential model that was built before it came into another carry its name alone.
 */
function scopeInside(
  { model, unnamed }: Naming,
  group: Group,
  className: string | undefined,
  scope: string,
  name: string,
): string {
  if (WITHOUT_SCOPE.has(className ?? '')) return '';
  if (className !== 'Sequential' || scope === '') return join(scope, name);
  const own = model.inputNumbers.get(group.path);
  // Without a configuration nothing tells when it was built: its variables keep their paths.
  if (own === undefined) unnamed.push(group.path);
  const outer = model.inputNumbers.get('/') ?? null;
  const isBuiltInside = own !== undefined && own !== null && outer !== null && own > outer;
  return isBuiltInside ? join(scope, name) : name;
}

const join = (scope: string, name: string): string => (scope === '' ? name : name === '' ? scope : `${scope}/${name}`);

function inOrder(group: Group, className: string | undefined): Group[] {
  const order = SUBLAYERS[className ?? ''];
  if (!order) return group.groups;
  const rank = ({ name }: Group): number => (order.includes(plain(name)) ? order.indexOf(plain(name)) : order.length);
  return [...group.groups].sort((a, b) => rank(a) - rank(b));
}

/** Attributes lost their leading underscore in later versions. */
const plain = (name: string): string => name.replace(/^_/, '');

/** Members of a container of layers in the order of the configuration, else in that of the file. */
function asListed({ model }: Naming, container: Group): Group[] {
  const listed = [...model.groupNames.keys()];
  const rank = ({ path }: Group): number => (model.groupNames.has(path) ? listed.indexOf(path) : listed.length);
  return [...container.groups].sort((a, b) => rank(a) - rank(b));
}

/** Class of a sublayer that its holder decides. */
function hintFor(className: string | undefined, child: Group, config: JsonObject | undefined): string | undefined {
  if (child.name.endsWith('_dense') && className !== undefined && SUBLAYERS[className]?.includes(plain(child.name)))
    return 'EinsumDense';
  if (child.name === 'cell' && className !== undefined) return `${className}Cell`;
  const inner: Json | undefined = config?.[child.name === 'forward_layer' ? 'layer' : child.name];
  return isObject(inner) && typeof inner['class_name'] === 'string' ? inner['class_name'] : undefined;
}

function nameOwn(
  naming: Naming,
  vars: Group,
  scope: string,
  className: string | undefined,
  config: JsonObject | undefined,
  isTrainable: boolean,
): void {
  const names =
    variableNames(className, config, vars.tensors.length) ?? variableNames(className, undefined, vars.tensors.length);
  if (!names) {
    naming.unnamed.push(vars.path);
    return;
  }
  for (const [i, { info }] of vars.tensors.entries()) {
    const variable = names[i] as (typeof names)[number];
    // A wrapper keeps a second copy of what it wraps: that one keeps its path.
    if (variable.name.startsWith('=')) continue;
    info.name = `${scope === '' ? '' : `${scope}/`}${variable.name}`;
    if (variable.isTrainable && isTrainable) naming.trained.push({ name: info.name, shape: info.shape });
  }
}

/** Slots are named after the variables they belong to; shapes must agree, else the paths in the file stay. */
function nameOptimizer(naming: Naming, group: Group): void {
  const vars = group.groups.find(({ name }) => name === 'vars');
  if (!vars || vars.tensors.length === 0) return;
  const { optimizer } = naming.model;
  const stored = naming.contents.attributes.get(vars.path)?.get('name');
  const name = typeof stored === 'string' ? stored : optimizer ? snakeCase(optimizer.className) : '';
  const className = optimizer?.className ?? optimizerClassOf(name);
  const isComplete = naming.unnamed.length === 0;
  const variables = isComplete
    ? optimizerVariables(className, optimizer?.config, naming.trained.length, vars.tensors.length)
    : null;
  if (!variables || name === '') return;
  const named: string[] = [];
  for (const [i, { info }] of vars.tensors.entries()) {
    const { suffix, variable } = variables[i] as (typeof variables)[number];
    const trained = variable === null ? null : (naming.trained[variable] as Trained);
    const shape = trained?.shape ?? [];
    if (info.shape.join() !== shape.join()) return;
    named.push(
      suffix === 'variable'
        ? 'optimizer/variable'
        : `optimizer/${name}/${trained ? `${trained.name.replaceAll('/', '_')}_` : ''}${suffix}`,
    );
  }
  for (const [i, { info }] of vars.tensors.entries()) info.name = named[i] as string;
}
