import { folderOf } from '../../formats/file-access.js';
import type { Statement } from '../languages/program.js';
import type { Module } from './value.js';

/** Finds the files of the repository that imports mean. */
export interface Resolver {
  resolve(from: Module, module: string, level: number): Module | undefined;
}

export const inFolder = (folder: string, path: string): string => (folder === '' ? path : `${folder}/${path}`);

/** Resolves `.` and `..`; undefined where the path leaves the repository. */
export function normalizePath(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** The folder of a file and all folders above it. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let at = folderOf(path); ; at = folderOf(at)) {
    folders.push(at);
    if (at === '') return folders;
  }
}

/**
 * Imports as Python would find them when the file or one of the folders above it is where the program starts;
 * `src/` and `lib/` are looked into too, since packages are installed from there. R's `source()` and Julia's `include()` likewise.
 */
export function resolver(modules: readonly Module[]): Resolver {
  const python = new Map(modules.filter((m) => m.language === 'python').map((module) => [module.path, module]));
  const sourced = (language: Module['language']) =>
    new Map(modules.filter((m) => m.language === language).map((module) => [module.path, module]));
  const [r, julia] = [sourced('r'), sourced('julia')];
  const cache = new Map<string, Module | undefined>();
  const at = (folder: string, name: string): Module | undefined =>
    python.get(inFolder(folder, `${name}.py`)) ?? python.get(inFolder(folder, `${name}/__init__.py`));
  const find = (from: Module, module: string, level: number): Module | undefined => {
    if (from.language === 'r') return findSourced(from, module, r);
    if (from.language === 'julia') return findSourced(from, module, julia);
    const name = module.replaceAll('.', '/');
    if (level > 0) {
      const folder = foldersAbove(from.path)[level - 1];
      if (folder === undefined) return undefined;
      return name === '' ? python.get(inFolder(folder, '__init__.py')) : at(folder, name);
    }
    const folders = foldersAbove(from.path);
    for (const folder of [...folders, ...folders.flatMap((f) => [inFolder(f, 'src'), inFolder(f, 'lib')])]) {
      const found = at(folder, name);
      if (found !== undefined && found !== from) return found;
    }
    return undefined;
  };
  return {
    resolve(from, module, level) {
      const key = `${from.path}\0${level}\0${module}`;
      if (!cache.has(key)) cache.set(key, find(from, module, level));
      return cache.get(key);
    },
  };
}

function findSourced(from: Module, path: string, modules: Map<string, Module>): Module | undefined {
  for (const folder of foldersAbove(from.path)) {
    const candidate = normalizePath(inFolder(folder, path));
    const found = candidate === undefined ? undefined : modules.get(candidate);
    if (found !== undefined && found !== from) return found;
  }
  return undefined;
}

/** Files that each file imports, anywhere in it. */
export function importsOf(module: Module, resolve: Resolver['resolve']): Module[] {
  const found = new Set<Module>();
  const add = (target: Module | undefined): void => {
    if (target !== undefined) found.add(target);
  };
  const visit = (statements: Statement[]): void => {
    for (const statement of statements) {
      if (statement.kind === 'import') {
        add(resolve(module, statement.module, statement.level));
        for (const { name } of statement.names ?? [])
          add(resolve(module, statement.module === '' ? name : `${statement.module}.${name}`, statement.level));
      } else for (const block of blocksOf(statement)) visit(block);
    }
  };
  visit(module.program.statements);
  return [...found];
}

/** Definitions of functions, anywhere in a block: those with a name, and those that a class has by assignment. */
export function functionsOf(statements: readonly Statement[], isClass = false): object[] {
  return statements.flatMap((statement) => [
    ...(statement.kind === 'function' ? [statement] : []),
    ...(isClass && statement.kind === 'assign' && statement.value?.kind === 'closure' ? [statement.value] : []),
    ...blocksOf(statement).flatMap((block) => functionsOf(block, isClass || statement.kind === 'class')),
  ]);
}

/** The blocks of statements inside a statement. */
export function blocksOf(statement: Statement): Statement[][] {
  switch (statement.kind) {
    case 'function':
    case 'class':
    case 'loop':
    case 'with':
      return [statement.body];
    case 'if':
      return [statement.consequence, statement.alternative];
    case 'try':
      return [statement.body, ...statement.handlers, statement.after];
    default:
      return [];
  }
}
