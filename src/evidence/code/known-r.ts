import { formatted, formattedBraces, joinPaths } from './arithmetic.js';
import type { Machine } from './machine.js';
import { directoryOf, lastPart } from './paths.js';
import type { CallEvent, Value } from './value.js';
import { argument, constant, knownText, textOf, textParts, UNKNOWN } from './values.js';

type Known = (event: CallEvent, machine: Machine) => Value | undefined;

const first = (event: CallEvent): Value => event.positional[0] ?? UNKNOWN;
const dynamic: Known = (event) => ({ kind: 'dynamic', source: event.path });

const paste =
  (separator: string): Known =>
  (event) => {
    const glue = knownText(event.named.get('sep')) ?? separator;
    return textOf(
      event.positional.flatMap((value, index) => [index === 0 ? '' : glue, ...(textParts(value) ?? [null])]),
    );
  };

const list: Known = (event) => {
  if (event.named.size === 0) return { kind: 'list', items: event.positional };
  return { kind: 'dict', entries: new Map(event.named), open: event.positional.length > 0 };
};

const number: Known = (event) => {
  const value = first(event);
  if (value.kind === 'dynamic') return value;
  const found = value.kind === 'constant' ? Number(value.value) : Number.NaN;
  return value.kind === 'constant' && Number.isFinite(found) ? { ...value, value: found } : UNKNOWN;
};

/** `glue("{x}.rds")`: names in braces are variables where it is called. */
const glue: Known = (event, machine) => {
  const named = new Map<string, Value>();
  for (const part of textParts(first(event)) ?? [])
    for (const [, name] of part?.matchAll(/\{(\w[\w.]*)\}/g) ?? [])
      if (name !== undefined)
        named.set(name, machine.evaluate({ kind: 'name', name, line: event.line, text: name }, event.scope));
  return formattedBraces(first(event), [], named);
};

/** A file that is sourced runs in the place of the call. */
const source: Known = (event, machine) => {
  const path = knownText(argument(event, 0, 'file'));
  const module = path === undefined ? undefined : machine.surroundings.resolve(event.module, path, 0);
  if (module !== undefined && !event.dormant)
    for (const [name, value] of machine.load(module).names) event.scope.names.set(name, value);
  return constant(null);
};

/** `make_option("--seed", default = 42)`, `add_argument(parser, "--seed", default = 42)`. */
const option: Known = (event) => {
  const names = event.positional
    .map((value) => (value.kind === 'list' ? knownText(value.items.at(-1)) : knownText(value)))
    .filter((text) => text !== undefined);
  const flag = names.find((name) => name.startsWith('--')) ?? names[0];
  const value = event.named.get('default') ?? constant(null);
  if (flag === undefined || value.kind !== 'constant') return undefined;
  const name = flag.replace(/^-+/, '').replaceAll('-', '_');
  const origin = {
    how: 'cli-default',
    path: event.module.path,
    name,
    line: event.line,
    ...(event.cell === undefined ? {} : { cell: event.cell }),
  } as const;
  return { kind: 'dict', entries: new Map([[name, { ...value, origin }]]), open: false };
};

/** Options gathered from whatever list of them is passed on to the parser. */
const parsed: Known = (event) => {
  const entries = new Map<string, Value>();
  const visit = (value: Value | undefined, depth: number): void => {
    if (value === undefined || depth > 4) return;
    if (value.kind === 'list') for (const item of value.items) visit(item, depth + 1);
    if (value.kind === 'dict')
      for (const [name, item] of value.entries) {
        if (item.kind === 'constant') entries.set(name, item);
        else visit(item, depth + 1);
      }
    if (value.kind === 'result')
      for (const item of [...value.call.positional, ...value.call.named.values()]) visit(item, depth + 1);
  };
  for (const value of [...event.positional, ...event.named.values()]) visit(value, 0);
  return { kind: 'dict', entries, open: true };
};

/** Functions of R whose results are known, by name. */
export const KNOWN_IN_R: Record<string, Known> = {
  'file.path': (event) => joinPaths(event.positional),
  here: (event) => joinPaths(event.positional),
  path: (event) => joinPaths(event.positional),
  fs_path: (event) => joinPaths(event.positional),
  paste0: paste(''),
  paste: paste(' '),
  sprintf: (event) => formatted(first(event), { kind: 'list', items: event.positional.slice(1) }),
  glue,
  c: list,
  list,
  'as.integer': number,
  'as.numeric': number,
  as_integer: number,
  dirname: (event) => directoryOf(first(event)),
  basename: (event) => lastPart(first(event)),
  normalizePath: first,
  'path.expand': first,
  file: first,
  gzfile: first,
  url: first,
  getwd: () => constant(''),
  'Sys.time': dynamic,
  'Sys.Date': dynamic,
  'Sys.getpid': dynamic,
  'proc.time': dynamic,
  'Sys.getenv': (event) => {
    const value = argument(event, 1, 'unset');
    const name = knownText(event.positional[0]) ?? '';
    if (value?.kind !== 'constant') return UNKNOWN;
    return { ...value, origin: { how: 'environment', path: event.module.path, name, line: event.line } };
  },
  source,
  make_option: option,
  parse_args: parsed,
  OptionParser: parsed,
  commandArgs: () => UNKNOWN,
  get: (event, machine) =>
    /config::get/.test(event.site.text) ? machine.surroundings.configuration(event.module, 'config.yml') : undefined,
  read_yaml: (event, machine) => machine.surroundings.configuration(event.module, knownText(first(event)) ?? ''),
  'yaml.load_file': (event, machine) => machine.surroundings.configuration(event.module, knownText(first(event)) ?? ''),
  invisible: first,
  suppressWarnings: first,
  suppressMessages: first,
};
