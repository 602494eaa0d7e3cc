import { isObject, type Json, type JsonObject } from '../../containers/json-document.js';
import type { Attribute } from './structure.js';

/** An output of a call: layer, number of the call, number of the output. */
export interface Reference {
  layer: string;
  number: number;
  output: number;
}

/** One call of a layer. */
export interface CallOf {
  layer: string;
  number: number;
  /** What it takes, in order. */
  takes: Reference[];
  /** Arguments where they are not only values that are taken as they are; `{ input: name }` stands for one. */
  positional: Attribute[];
  named: Record<string, Attribute>;
}

/** Name of a value: the layer's, with the call and the output where they are not the first. */
export const valueName = ({ layer, number, output }: Reference): string =>
  number === 0 && output === 0 ? layer : `${layer}:${number}:${output}`;

/** Name of a call: the layer's, with its number where it is not the first. */
export const callName = ({ layer, number }: Omit<Reference, 'output'>): string =>
  number === 0 ? layer : `${layer}:${number}`;

/** `[layer, call, output]`, however deep in lists and dicts, in order. */
export function referencesIn(value: Json | undefined): Reference[] {
  const own = referenceOf(value);
  if (own) return [own];
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return isObject(value) ? Object.values(value).flatMap(referencesIn) : [];
}

function referenceOf(value: Json | undefined): Reference | null {
  if (!Array.isArray(value) || value.length < 3) return null;
  const [layer, number, output] = value;
  return typeof layer === 'string' && typeof number === 'number' && typeof output === 'number'
    ? { layer, number, output }
    : null;
}

/** The calls of a layer in a functional model. Keras 3 writes arguments with tensors inside, Keras 1 and 2 lists of references. */
export function callsOf(layer: string, value: JsonObject): CallOf[] {
  const nodes = value['inbound_nodes'];
  if (!Array.isArray(nodes)) return [];
  return nodes.map((node, number) =>
    isObject(node) ? modernCall(layer, number, node) : oldCall(layer, number, node as Json),
  );
}

function modernCall(layer: string, number: number, { args, kwargs }: JsonObject): CallOf {
  const takes: Reference[] = [];
  const positional = Array.isArray(args) ? args.map((argument) => argumentOf(argument, takes)) : [];
  const named: Record<string, Attribute> = Object.create(null);
  for (const [key, argument] of Object.entries(isObject(kwargs) ? kwargs : {})) {
    // What is left at its default says nothing.
    if (argument !== null && argument !== false) named[key] = argumentOf(argument, takes);
  }
  const isPlain = Object.keys(named).length === 0 && positional.every(isOnlyInputs);
  return { layer, number, takes, positional: isPlain ? [] : positional, named };
}

const isOnlyInputs = (value: Attribute): boolean =>
  Array.isArray(value)
    ? value.every(isOnlyInputs)
    : value !== null && typeof value === 'object' && Object.keys(value).join() === 'input';

/** An argument with `{ input: name }` for every tensor; they are added to `takes`. */
function argumentOf(value: Json, takes: Reference[]): Attribute {
  if (Array.isArray(value)) return value.map((item) => argumentOf(item, takes));
  if (!isObject(value)) return value;
  const { config } = value;
  if (value['class_name'] === '__keras_tensor__' && isObject(config)) {
    const reference = referenceOf(config['keras_history']);
    if (reference) {
      takes.push(reference);
      return { input: valueName(reference) };
    }
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, argumentOf(item, takes)]));
}

/** `[[name, call, output, keywords], …]`. */
function oldCall(layer: string, number: number, node: Json): CallOf {
  const references = referenceOf(node) ? [node] : Array.isArray(node) ? node : [];
  const takes: Reference[] = [];
  const named: Record<string, Attribute> = Object.create(null);
  for (const item of references) {
    const reference = referenceOf(item);
    if (!reference) continue;
    takes.push(reference);
    const keywords = (item as Json[])[3];
    for (const [key, argument] of Object.entries(isObject(keywords) ? keywords : {})) {
      const inner = referenceOf(argument);
      if (inner) takes.push(inner);
      if (argument !== null && argument !== false)
        named[key] = inner ? { input: valueName(inner) } : (argument as Attribute);
    }
  }
  return { layer, number, takes, positional: [], named };
}
