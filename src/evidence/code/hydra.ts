import type { StructuredText } from '../../containers/yaml-document.js';
import { foldersAbove, inFolder, normalizePath } from './modules.js';
import { structuredValue } from './structured.js';
import type { Value, ValueOf } from './value.js';

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
  return made;
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
