import { isObject, type Json, type JsonObject } from '../../containers/json-document.js';
import { variableNames } from '../keras-classes.js';
import type { Tensor } from '../tensor.js';

/** A layer as a graph needs it. */
export interface LayerPlace {
  name: string;
  className: string;
  config: JsonObject;
  /** Group of a Keras 3 weights file that has its variables. */
  group: string;
  /** Name of the outermost layer that holds it; its own where none does. */
  outermost: string;
}

/** Finds the tensors of a layer among all: tensor name by role. */
export type FindWeights = (layer: LayerPlace, tensors: readonly Tensor[]) => Record<string, string>;

/** Parts of a path that say nothing: groups of variables, the one cell of a recurrent layer. */
const SILENT = /^(?:vars|cell|.+_cell(?:_\d+)?)$/;
/** What Keras calls parts of layers in files and in names, by the role that we tell. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^forward_.+$/, 'forward'],
  [/^backward_.+$/, 'backward'],
  [/^_?(query|key|value)(?:_dense)?$/, '$1'],
  [/^(?:_?output_dense|attention_output)$/, 'output'],
];

const roleOf = (segments: readonly string[], variable: string): string =>
  [
    ...segments
      .filter((segment) => !SILENT.test(segment))
      .map((segment) => PARTS.reduce((text, [pattern, role]) => text.replace(pattern, role), segment)),
    variable,
  ].join('/');

/** Keras 3: variables are numbered below the layer's group. Those of layers inside of it belong to these. */
export const storedByGroup: FindWeights = (layer, tensors) => {
  const own = tensors.flatMap(({ info }) => {
    const path = info.path ?? '';
    if (!path.startsWith(`${layer.group}/`)) return [];
    const segments = path.slice(layer.group.length + 1).split('/');
    return segments.includes('layers') ? [] : [{ info, segments: segments.slice(0, -1) }];
  });
  const roles: Record<string, string> = Object.create(null);
  for (const { info, segments } of own) {
    const beside = own.filter((other) => other.segments.join('/') === segments.join('/'));
    const names = variableNames(...classAt(layer, segments), beside.length);
    const number = Number(info.path?.slice(info.path.lastIndexOf('/') + 1));
    const named = names?.[number]?.name ?? info.name.slice(info.name.lastIndexOf('/') + 1);
    roles[roleOf(segments, named)] = info.name;
  }
  return roles;
};

/** Class and configuration of what lies at a path inside of a layer. */
function classAt({ className, config }: LayerPlace, segments: readonly string[]): [string, JsonObject | undefined] {
  const inner = segments.filter((segment) => segment !== 'vars');
  if (inner.length === 0) return [className, config];
  const [first = ''] = inner;
  if (/_dense$/.test(first)) return ['EinsumDense', undefined];
  if (first === 'cell') return [`${className}Cell`, config];
  const described: Json | undefined = config[first === 'forward_layer' ? 'layer' : first];
  if (!isObject(described) || typeof described['class_name'] !== 'string') return ['', undefined];
  const within = isObject(described['config']) ? described['config'] : undefined;
  return [inner[1] === 'cell' ? `${described['class_name']}Cell` : described['class_name'], within];
}

/** Keras 1 and 2, and the HDF5 of Keras 3: variables have names below the group of the outermost layer. */
export const storedByName: FindWeights = (layer, tensors) => {
  const roles: Record<string, string> = Object.create(null);
  for (const { info } of tensors) {
    const path = info.path ?? '';
    if (!path.startsWith(`/model_weights/${layer.outermost}/`) && !path.startsWith(`/${layer.outermost}/`)) continue;
    const segments = info.name.split('/');
    const at = segments.lastIndexOf(layer.name, segments.length - 2);
    if (at < 0 && layer.name !== layer.outermost) continue;
    const variable = (segments.at(-1) ?? '').replace(/:\d+$/, '');
    const between = segments.slice(at + 1, -1);
    // Keras 2 leaves out the layer that is distributed, Keras 3 has its name.
    const inside = layer.className === 'TimeDistributed' ? ['layer'] : at < 0 ? [] : between;
    roles[roleOf(inside, variable)] = info.name;
  }
  return roles;
};
