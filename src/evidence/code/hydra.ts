import { own } from '../../bytes/own.js';
import type { StructuredText } from '../../containers/yaml-document.js';
import type { Machine } from './machine.js';
import { foldersAbove, inFolder, normalizePath } from './modules.js';
import { structuredValue } from './structured.js';
import type { CallEvent, Value, ValueOf } from './value.js';
import { constant, knownText, textOf, textParts, UNKNOWN } from './values.js';

/**
 * A configuration with what its `defaults` list adds (Hydra's composition): each group's file under the name of
 * the group, files without a group at the top, the file's own keys last unless `_self_` says otherwise.
 */
export function composedValue(
  path: string,
  text: StructuredText,
  all: ReadonlyMap<string, StructuredText>,
  depth = 0,
): Value {
  const own = structuredValue(text.value, path, [], text);
  const defaults = (text.value as { defaults?: unknown } | null)?.defaults;
  if (own.kind !== 'dict' || !Array.isArray(defaults) || depth > 6) return own;
  const made: ValueOf<'dict'> = { kind: 'dict', entries: new Map(), open: false };
  let selfDone = false;
  const addOwn = (): void => {
    if (!selfDone) for (const [name, value] of own.entries) if (name !== 'defaults') merge(made, name, value);
    selfDone = true;
  };
  for (const entry of defaults as unknown[]) {
    if (entry === '_self_') addOwn();
    else for (const { group, option } of groupsOf(entry)) include(made, path, group, option, all, depth);
  }
  addOwn();
  if (depth === 0) for (const [name, value] of made.entries) made.entries.set(name, interpolated(value, made, 0));
  return made;
}

/** Texts with `${a.b}` filled in from the whole configuration; what only a run knows stays a hole. */
function interpolated(value: Value, root: Value, depth: number): Value {
  if (depth > 12) return value;
  if (value.kind === 'list')
    return { kind: 'list', items: value.items.map((item) => interpolated(item, root, depth + 1)) };
  if (value.kind === 'dict')
    return {
      ...value,
      entries: new Map([...value.entries].map(([name, item]) => [name, interpolated(item, root, depth + 1)])),
    };
  if (value.kind !== 'text' || value.source === undefined) return value;
  const parts = value.source.split(/(\$\{[^{}]*\})/);
  const filled = parts.map((part) =>
    part.startsWith('${') ? referred(part.slice(2, -1), root, depth + 1) : constant(part),
  );
  const [only, ...more] = filled.filter((part) => !(part.kind === 'constant' && part.value === ''));
  if (only !== undefined && more.length === 0) return only;
  return textOf(filled.flatMap((part) => textParts(part) ?? [null]));
}

/** Hydra's own folder of a run is what the configuration of its output says. */
const RUNTIME: Record<string, string> = {
  'hydra:runtime.output_dir': 'hydra.run.dir',
  'hydra:run.dir': 'hydra.run.dir',
};

function referred(reference: string, root: Value, depth: number): Value {
  if (reference === 'hydra:runtime.cwd') return constant('');
  const key = own(RUNTIME, reference) ?? reference;
  if (key.includes(':')) return UNKNOWN;
  let at: Value | undefined = root;
  for (const name of key.split('.')) at = at?.kind === 'dict' ? at.entries.get(name) : undefined;
  return at === undefined ? UNKNOWN : interpolated(at, root, depth);
}

/** Makes what a configuration describes by `_target_`, nested descriptions first. */
export function instantiated(machine: Machine, event: CallEvent): Value | undefined {
  const [description] = event.positional;
  return description === undefined ? undefined : build(machine, event, description, event.named, 0);
}

function build(
  machine: Machine,
  event: CallEvent,
  description: Value,
  more: ReadonlyMap<string, Value>,
  depth: number,
): Value | undefined {
  if (description.kind !== 'dict' || depth > 6) return undefined;
  const target = knownText(description.entries.get('_target_'));
  if (target === undefined) return undefined;
  const named = new Map<string, Value>();
  for (const [name, value] of description.entries)
    if (!name.startsWith('_')) named.set(name, build(machine, event, value, new Map(), depth + 1) ?? value);
  for (const [name, value] of more) if (!name.startsWith('_')) named.set(name, value);
  const callee = targetOf(machine, event, target);
  const partial = description.entries.get('_partial_');
  if (partial?.kind === 'constant' && partial.value === true) return callee;
  const positional = description.entries.get('_args_');
  return machine.call(
    callee,
    { positional: positional?.kind === 'list' ? positional.items : [], named, spread: false },
    event.site,
    event.scope,
  );
}

/** A dotted name: something in a file of the repository, else a thing outside. */
function targetOf(machine: Machine, event: CallEvent, target: string): Value {
  const end = target.lastIndexOf('.');
  const module =
    machine.surroundings.resolve(machine.walk.main, target.slice(0, end), 0) ??
    machine.surroundings.resolve(event.module, target.slice(0, end), 0);
  const found = module === undefined ? undefined : machine.load(module).names.get(target.slice(end + 1));
  return found ?? { kind: 'external', path: target };
}

/** `- model: mnist`, `- override /db: mysql`, `- optional local: default`, `- base`. */
function groupsOf(entry: unknown): { group: string; option: string }[] {
  if (typeof entry === 'string') return [{ group: '', option: entry }];
  return Object.entries((entry ?? {}) as Record<string, unknown>).flatMap(([key, option]) => {
    const group = key
      .replace(/^(override|optional)\s+/, '')
      .replace(/^\//, '')
      .replace(/@.*$/, '');
    const names = Array.isArray(option) ? option : [option];
    return names.filter((name): name is string => typeof name === 'string').map((name) => ({ group, option: name }));
  });
}

function include(
  made: ValueOf<'dict'>,
  path: string,
  group: string,
  option: string,
  all: ReadonlyMap<string, StructuredText>,
  depth: number,
): void {
  const name = option.replace(/\.ya?ml$/, '');
  for (const folder of foldersAbove(path)) {
    const candidate = normalizePath(inFolder(folder, inFolder(group, `${name}.yaml`)));
    const text = candidate === undefined ? undefined : all.get(candidate);
    if (candidate === undefined || text === undefined || candidate === path) continue;
    const value = composedValue(candidate, text, all, depth + 1);
    if (group === '') {
      if (value.kind === 'dict') for (const [key, inner] of value.entries) merge(made, key, inner);
    } else merge(made, group.split('/')[0] ?? group, value);
    return;
  }
}

function merge(into: ValueOf<'dict'>, name: string, value: Value): void {
  const before = into.entries.get(name);
  if (before?.kind === 'dict' && value.kind === 'dict')
    for (const [key, inner] of value.entries) merge(before, key, inner);
  else into.entries.set(name, value);
}
