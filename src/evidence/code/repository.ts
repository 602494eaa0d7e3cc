import { append } from '../../bytes/append.js';
import type { CollectedFile, Collection } from '../../collect/collection.js';
import { parseYaml, type StructuredText } from '../../containers/yaml-document.js';
import { pathsOf } from '../collected-paths.js';
import type { Command, Program } from '../languages/program.js';
import { isProgram, type Parsers, readPrograms } from '../languages/read-program.js';
import { readText } from '../read-text.js';
import { recordedRun } from '../recorded-run.js';
import { isRunRecord, parseRunRecord, RUN_RECORD_BYTES, succeeded } from '../settings/run-record.js';
import { parseStructured } from '../settings/structured.js';
import { composedValue } from './hydra.js';
import type { Surroundings } from './machine.js';
import { foldersAbove, functionsOf, importsOf, inFolder, normalizePath, resolver } from './modules.js';
import { structuredValue } from './structured.js';
import { isTest } from './test-files.js';
import type { Module, Value } from './value.js';
import { fullBudget, type Trace, walkProgram, walkUnreached } from './walk.js';

/** Files of code that are read. Repositories with more are collections of projects; the rest is listed as unread. */
const MAX_FILES = 3000;
/** Configuration larger than this is data. */
const CONFIGURATION_BYTES = 256 * 1024;
const MAX_CONFIGURATIONS = 500;
/** All of them together: parsing with line numbers takes a second for each megabyte. */
const ALL_CONFIGURATIONS_BYTES = 4 * 1024 * 1024;

/** Copies of programs that Sacred and W&B keep with each run. */
const KEPT_BY_TRACKER = /(^|\/)(_sources\/[^/]+_[0-9a-f]{32}\.py$|wandb\/[^/]+\/files\/code\/)/;

/** All code of a repository, read once, and what its programs do. */
export interface Repository {
  modules: Module[];
  /** Shell scripts, and shell lines of notebooks. */
  shells: Program[];
  /** Programs: files that are run, not only imported. */
  entries: ReadonlySet<Module>;
  traces: Trace[];
  unread: { path: string; reason: string }[];
  configurations: ReadonlyMap<string, StructuredText>;
}

export async function readRepository(collection: Collection, parsers: Parsers): Promise<Repository> {
  const unread: Repository['unread'] = [];
  const programs = await readAll(collection, parsers, unread);
  const configurations = await readConfigurations(collection);
  const modules: Module[] = [];
  for (const program of programs.filter(({ language }) => language !== 'shell')) {
    const parameters = await frontMatterParameters(program);
    modules.push({
      path: program.path,
      language: program.language,
      program,
      ...(parameters === undefined ? {} : { parameters }),
    });
  }
  const shells = programs.filter(({ commands }) => commands.length > 0);
  const { resolve } = resolver(modules);
  const lines = commandLines(shells, configurations);
  const recorded = await recordedCommandLines(collection);
  for (const [path, words] of recorded) lines.set(path, words);
  const surroundings: Surroundings = {
    resolve,
    configuration: (from, path) => configurationValue(configurations, from, path),
    commandLine: (module) => lines.get(module.path),
    recordedLine: (module) => recorded.get(module.path),
  };
  const entries = entryModules(modules, resolve, shells);
  const traces = walkAll(modules, entries, surroundings);
  for (const path of new Set(traces.filter(({ cut }) => cut).map(({ main }) => main.path)))
    unread.push({ path, reason: 'the program is too long to be followed to its end' });
  return { modules, shells, entries, traces, unread, configurations };
}

async function readAll(collection: Collection, parsers: Parsers, unread: Repository['unread']): Promise<Program[]> {
  const programs: Program[] = [];
  const files = collection.files.filter(
    (file) =>
      (isProgram(file.path) || (file.role === 'script' && !/\.\w+$/.test(file.path))) &&
      !KEPT_BY_TRACKER.test(file.path),
  );
  for (const file of files.slice(0, MAX_FILES)) {
    const text = await readText(collection, file);
    const read = 'unread' in text ? text : await readPrograms(file.path, text.text, parsers);
    if ('unread' in read) unread.push({ path: file.path, reason: read.unread });
    else append(programs, read.programs);
  }
  for (const file of files.slice(MAX_FILES))
    unread.push({ path: file.path, reason: `expected at most ${MAX_FILES} files of code` });
  for (const { path, broken } of programs) {
    const [first] = broken;
    if (first !== undefined)
      unread.push({
        path,
        reason: `syntax not understood in ${broken.length} ${broken.length === 1 ? 'place' : 'places'}, first at line ${first.line}`,
      });
  }
  return programs;
}

async function readConfigurations(collection: Collection): Promise<Map<string, StructuredText>> {
  const found = new Map<string, StructuredText>();
  const isConfiguration = ({ path, size }: CollectedFile): boolean =>
    size <= CONFIGURATION_BYTES &&
    /\.(ya?ml|toml|json)$/.test(path) &&
    !/(^|\/)(\.github|node_modules|package(-lock)?\.json|.*lock\.(json|ya?ml))/.test(path);
  let left = ALL_CONFIGURATIONS_BYTES;
  for (const file of collection.files.filter(isConfiguration).slice(0, MAX_CONFIGURATIONS)) {
    left -= file.size;
    if (left < 0) break;
    const text = await readText(collection, file);
    if ('unread' in text) continue;
    const parsed = await parseStructured(text.text, file.path);
    if ('value' in parsed) found.set(file.path, parsed);
  }
  return found;
}

async function frontMatterParameters(program: Program): Promise<Value | undefined> {
  if (program.frontMatter === undefined) return undefined;
  const parsed = await parseYaml(program.frontMatter.text);
  const value = 'value' in parsed ? (parsed.value as { params?: unknown } | null)?.params : undefined;
  if (!('value' in parsed) || value === undefined || value === null) return undefined;
  const offset = program.frontMatter.line - 1;
  return structuredValue(value, program.path, ['params'], { value, lineOf: (path) => parsed.lineOf(path) + offset });
}

/** A configuration as a file names it: beside the file, in a folder above it, or from the top. */
function configurationValue(
  configurations: Map<string, StructuredText>,
  from: Module,
  path: string,
): Value | undefined {
  for (const folder of foldersAbove(from.path)) {
    const candidate = normalizePath(inFolder(folder, path));
    const text =
      candidate === undefined
        ? undefined
        : (configurations.get(candidate) ?? configurations.get(candidate.replace(/\.yaml$/, '.yml')));
    if (candidate !== undefined && text !== undefined) return composedValue(candidate, text, configurations);
  }
  return undefined;
}

/** Arguments that pipelines and scripts of the repository give to its programs; the first command line of each counts. */
function commandLines(shells: Program[], configurations: Map<string, StructuredText>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const add = ({ words }: Pick<Command, 'words'>, folder: string): void => {
    const index = words.findIndex((word) => /\.(py|R|r|jl)$/.test(word));
    const path = normalizePath(inFolder(folder, words[index] ?? ''));
    if (index > 0 && path !== undefined && !found.has(path)) found.set(path, words.slice(index + 1));
  };
  for (const [path, { value }] of configurations) {
    if (!/(^|\/)dvc\.yaml$/.test(path)) continue;
    const stages = Object.values((value as { stages?: Record<string, unknown> } | null)?.stages ?? {});
    for (const stage of stages) {
      const { cmd } = (stage ?? {}) as { cmd?: unknown };
      for (const line of Array.isArray(cmd) ? cmd : [cmd])
        if (typeof line === 'string') add({ words: line.trim().split(/\s+/) }, foldersAbove(path)[0] ?? '');
    }
  }
  for (const shell of shells)
    for (const command of shell.commands) for (const folder of foldersAbove(shell.path)) add(command, folder);
  return found;
}

/** Arguments of the runs that modelbag recorded: what was really given, of the strongest witness. */
async function recordedCommandLines(collection: Collection): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const file of collection.files.filter(({ path }) => isRunRecord(path))) {
    const text = await readText(collection, file, RUN_RECORD_BYTES);
    const parsed = 'text' in text ? parseRunRecord(text.text) : undefined;
    if (!parsed || 'reason' in parsed || !succeeded(parsed.root)) continue;
    const { script, arguments: given } = recordedRun(parsed.root, file.path, pathsOf(collection));
    if (script !== undefined && !found.has(script)) found.set(script, given);
  }
  return found;
}

/** Files that run: guarded by `__main__`, notebooks and documents, named by a command, or imported by nobody. */
function entryModules(modules: Module[], resolve: Surroundings['resolve'], shells: Program[]): Set<Module> {
  const imported = new Set(modules.flatMap((module) => importsOf(module, resolve)));
  const named = new Set(
    shells.flatMap(({ commands }) =>
      commands.flatMap(({ words }) => words.filter((word) => /\.(py|R|jl)$/.test(word))),
    ),
  );
  return new Set(
    modules.filter(
      (module) =>
        module.program.form !== 'script' ||
        !imported.has(module) ||
        isGuarded(module.program) ||
        named.has(module.path),
    ),
  );
}

const isGuarded = (program: Program): boolean =>
  program.statements.some((s) => s.kind === 'if' && /__name__/.test(s.test.text));

function walkAll(modules: Module[], entries: ReadonlySet<Module>, surroundings: Surroundings): Trace[] {
  const budget = fullBudget();
  const programs = modules
    .filter((module) => entries.has(module))
    .map((module) => walkProgram(module, surroundings, budget));
  // What tests do with the rest of the code is not what its programs do.
  const [tests, others] = [programs.filter(({ main }) => isTest(main)), programs.filter(({ main }) => !isTest(main))];
  const entered = new Set(others.flatMap((trace) => [...trace.entered]));
  const loaded = new Set(others.flatMap((trace) => [...trace.modules]));
  // Of a program that entered each of its functions nothing is left to look into.
  const isSeen = (module: Module): boolean =>
    entries.has(module) &&
    loaded.has(module.path) &&
    functionsOf(module.program.statements).every((f) => entered.has(f));
  const unreached = modules
    .filter((module) => !isSeen(module))
    .map((module) => {
      const trace = walkUnreached(module, surroundings, entered, loaded.has(module.path), budget);
      return isTest(module) ? ofItself(trace) : trace;
    });
  return [...others, ...tests.map(ofItself), ...unreached];
}

const ofItself = (trace: Trace): Trace => ({
  ...trace,
  events: trace.events.filter(({ module }) => module === trace.main),
});
