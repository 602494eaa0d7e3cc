import { append } from '../bytes/append.js';
import type { Limits } from '../bytes/limits.js';
import { isObject, type JsonObject } from '../containers/json-document.js';
import { openCompanion, readJsonCompanion } from './companion.js';
import { folderAbove } from './file-access.js';
import type { Contents, ModelInput } from './format.js';
import { addHostCalls } from './python-host-calls.js';

/**
 * Classes in Python files that come with the model and run when it is loaded with trust: `auto_map`, `custom_pipelines`
 * (each with `impl`).
 */
export async function addRemoteCode(
  document: JsonObject,
  where: string,
  model: ModelInput,
  contents: Contents,
): Promise<void> {
  const folder = folderAbove(where);
  const unread = await unreadOf(model, contents);
  for (const [name, key] of namedPrograms(document)) {
    const member = `${where}#${key}`;
    const [repository, module = name] = name.includes('--') ? name.split('--') : [undefined, name];
    if (repository === undefined) await addOwnProgram(`${folder}${module.split('.')[0]}.py`, name, member, unread);
    else addForeignProgram(repository, name, member, contents);
  }
}

/** Names of classes with the key that names them; models of several parts keep a configuration for each. */
function namedPrograms(document: JsonObject): Map<string, string> {
  const named = new Map<string, string>();
  const add = (name: unknown, key: string) => {
    if (typeof name === 'string' && !named.has(name)) named.set(name, key);
  };
  const waiting: JsonObject[] = [document];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const [key, value] of Object.entries(next)) {
      if (!isObject(value)) continue;
      if (key === 'auto_map') for (const name of Object.values(value).flat()) add(name, key);
      else if (key === 'custom_pipelines')
        for (const task of Object.values(value)) add(isObject(task) ? task['impl'] : undefined, key);
      else waiting.push(value);
    }
  }
  return named;
}

/** A program of another repository, which nobody can see here. */
export function addForeignProgram(repository: string, name: string, member: string, contents: Contents): void {
  contents.observations.push({
    kind: 'callable',
    code: 'code-file',
    name,
    message: `loading with trust fetches ${repository} and runs a program of it`,
    member,
  });
  contents.loading = 'code';
}

/** Programs of the folder that run with trust without being named in a configuration. */
const OWN_GENERATION = 'custom_generate/generate.py';

/** Modules of a sentence-transformers model, and a way of generating of its own. */
export async function addNamedModules(model: ModelInput, contents: Contents, limits: Limits): Promise<void> {
  const unread = await unreadOf(model, contents);
  if (unread.files.has(OWN_GENERATION)) await addOwnProgram(OWN_GENERATION, OWN_GENERATION, OWN_GENERATION, unread);
  const modules = await readJsonCompanion(model, 'modules.json', contents, limits);
  for (const module of Array.isArray(modules) ? modules : []) {
    const type = isObject(module) ? module['type'] : undefined;
    if (typeof type !== 'string' || type.startsWith('sentence_transformers.')) continue;
    await addOwnProgram(`${type.split('.')[0]}.py`, type, 'modules.json#type', unread);
  }
}

/** Files of a folder that nothing was read of yet. */
interface Unread {
  files: Set<string>;
  model: ModelInput;
  contents: Contents;
}

async function unreadOf(model: ModelInput, contents: Contents): Promise<Unread> {
  const files = new Set(await model.listCompanions());
  for (const known of contents.companions) files.delete(known);
  return { files, model, contents };
}

/** A program that loading with trust runs, with those that it imports from the folder. */
async function addOwnProgram(file: string, name: string, member: string, unread: Unread): Promise<void> {
  const { files, model, contents } = unread;
  const waiting = [file];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!files.delete(next)) continue;
    append(waiting, importsBeside(await addProgram(next, model, contents), next));
  }
  contents.observations.push({
    kind: 'callable',
    code: 'code-file',
    name,
    message: `loading with trust runs ${file}, which comes with the model`,
    member,
  });
  contents.loading = 'code';
}

/** Files that a program imports relative to itself: `from .helpers import x`, `from . import x, y`. */
function importsBeside(program: string, file: string): string[] {
  const folder = folderAbove(file);
  const named = [...program.matchAll(/^[ \t]*from[ \t]+\.(\w[\w.]*)[ \t]+import/gm)].map(([, module = '']) => module);
  const listed = [...program.matchAll(/^[ \t]*from[ \t]+\.[ \t]+import[ \t]+([\w, \t]+)/gm)].flatMap(([, names = '']) =>
    names.split(',').map((name) => name.trim().split(/\s/)[0] ?? ''),
  );
  return [...named, ...listed].map((module) => `${folder}${module.replaceAll('.', '/')}.py`);
}

/** A program that comes with the model: a companion whose calls are told. Gives its text, '' where it cannot be had. */
export async function addProgram(file: string, model: ModelInput, contents: Contents): Promise<string> {
  const source = await openCompanion(model, file, contents.observations);
  if (!source) return '';
  contents.companions.push(file);
  return addHostCalls(source, file, contents);
}
