import type { Place } from '../languages/program.js';
import { dataFields } from './classes.js';
import { type Machine, placeOf } from './machine.js';
import type { CallEvent, Origin, Value } from './value.js';
import { argument, constant, knownText, UNKNOWN, writtenAt } from './values.js';

type Known = (event: CallEvent, machine: Machine) => Value | undefined;

/** Options declared on each parser object, by the name under which their values arrive. */
const declared = new WeakMap<object, Map<string, Value>>();

const keyOf = (parser: Value | undefined): object | undefined =>
  parser?.kind === 'result' ? parser.call : parser?.kind === 'instance' ? parser.fields : undefined;

/** The options of a parser; one made with `parents=` or as a subparser shares those of its origin. */
function optionsOf(parser: Value | undefined): Map<string, Value> | undefined {
  const key = keyOf(parser);
  if (key === undefined) return undefined;
  const found = declared.get(key) ?? new Map<string, Value>();
  declared.set(key, found);
  return found;
}

/** The place of an option is the line that names it. */
export const optionPlace = (event: CallEvent): Place =>
  placeOf(
    event.site.arguments.find(({ name, value }) => name === undefined && value.kind === 'literal')?.value ?? event,
  );

const origin = (event: CallEvent, name: string): Origin => ({
  how: 'cli-default',
  path: event.module.path,
  name,
  ...optionPlace(event),
});

/** The name of an option: `dest`, else the first long flag, else the first flag. */
export function optionName(event: CallEvent): string | undefined {
  const dest = knownText(event.named.get('dest'));
  if (dest !== undefined) return dest;
  const flags = event.positional.map(knownText).filter((flag) => flag !== undefined);
  const plain = flags.find((flag) => !flag.startsWith('-') && !flag.includes('/'));
  const flag = plain ?? flags.find((each) => each.startsWith('--')) ?? flags[0];
  return flag?.replace(/^-+/, '').split('/')[0]?.replaceAll('-', '_');
}

/** What an option is when nobody gives it. */
function optionDefault(event: CallEvent): Value {
  const name = optionName(event) ?? '';
  const given = event.named.get('default');
  const action = knownText(event.named.get('action'));
  const required = event.named.get('required');
  const flag = event.positional.map(knownText).some((text) => text?.startsWith('-'));
  const value =
    given ?? (action === 'store_true' ? constant(false) : action === 'store_false' ? constant(true) : undefined);
  if (value === undefined) {
    const isRequired = !flag || (required?.kind === 'constant' && required.value === true);
    return isRequired ? UNKNOWN : { kind: 'constant', value: null, origin: origin(event, name) };
  }
  const type = event.named.get('type');
  if (value.kind !== 'constant') return value;
  const isNumber = type?.kind === 'external' && /^(int|float)$/.test(type.path) && typeof value.value === 'string';
  return { ...value, ...(isNumber ? { value: Number(value.value) } : {}), origin: origin(event, name) };
}

const namespaceOf = (event: CallEvent): Value => ({
  kind: 'dict',
  entries: new Map(optionsOf(event.receiver) ?? []),
  open: true,
});

/** What the recorded run gave for an option, if there is one and it did. */
function recordedOption(event: CallEvent, machine: Machine): Value | undefined {
  const words = machine.surroundings.recordedLine(machine.walk.main) ?? [];
  const flags = event.positional.map(knownText).filter((flag) => flag?.startsWith('-'));
  for (const [at, word] of words.entries()) {
    const [flag, ...rest] = word.split('=');
    if (!flags.includes(flag)) continue;
    const action = knownText(event.named.get('action'));
    if (action === 'store_true' || action === 'store_false') return constant(action === 'store_true');
    const text = rest.length > 0 ? rest.join('=') : words[at + 1];
    if (text === undefined) return undefined;
    return constant(/^-?\d+(\.\d+)?(e-?\d+)?$/i.test(text) ? Number(text) : text);
  }
  return undefined;
}

const addOption: Known = (event, machine) => {
  const name = optionName(event);
  const options = optionsOf(event.receiver);
  if (name === undefined || options === undefined) return undefined;
  options.set(name, recordedOption(event, machine) ?? optionDefault(event));
  return constant(null);
};

/** Declared classes as instances that hold their defaults: HfArgumentParser, tyro, simple-parsing. */
function instancesOf(values: Value[]): Value[] {
  return values
    .flatMap((value) => (value.kind === 'list' ? value.items : [value]))
    .flatMap((value) =>
      value.kind === 'class' ? [{ kind: 'instance', class: value, fields: new Map(dataFields(value)) } as const] : [],
    );
}

/** Parsers of command lines, by the last name of the function or method. */
export const KNOWN_OPTIONS: Record<string, Known> = {
  add_argument: addOption,
  add_option: addOption,
  add_argument_group: (event) => (optionsOf(event.receiver) ? event.receiver : undefined),
  add_mutually_exclusive_group: (event) => (optionsOf(event.receiver) ? event.receiver : undefined),
  add_subparsers: (event) => (optionsOf(event.receiver) ? event.receiver : undefined),
  add_parser: (event) => (optionsOf(event.receiver) ? event.receiver : undefined),
  set_defaults: (event) => {
    const options = optionsOf(event.receiver);
    for (const [name, value] of event.named)
      options?.set(name, value.kind === 'constant' ? writtenAt(value, origin(event, name)) : value);
    return options && constant(null);
  },
  parse_args: (event) => (optionsOf(event.receiver) ? namespaceOf(event) : undefined),
  parse_known_args: (event) =>
    optionsOf(event.receiver) ? { kind: 'list', items: [namespaceOf(event), UNKNOWN] } : undefined,
  parse_args_into_dataclasses: (event) => {
    const made = event.receiver?.kind === 'result' ? instancesOf(event.receiver.call.positional) : [];
    return made.length > 0 ? { kind: 'list', items: made } : undefined;
  },
  cli: (event) => (event.path === 'tyro.cli' ? instancesOf(event.positional)[0] : undefined),
  parse: (event) =>
    /^(simple_parsing|pyrallis|draccus)\.parse$/.test(event.path)
      ? instancesOf([...event.positional, ...event.named.values()])[0]
      : undefined,
  DEFINE_integer: defineFlag,
  DEFINE_string: defineFlag,
  DEFINE_float: defineFlag,
  DEFINE_bool: defineFlag,
  DEFINE_boolean: defineFlag,
  DEFINE_enum: defineFlag,
  '@decorator': (event, machine) => {
    if (!/^(click|rich_click|asyncclick)\.(option|argument)@decorator$/.test(event.path)) return undefined;
    const name = optionName(event);
    if (name === undefined) return undefined;
    const value = recordedOption(event, machine) ?? optionDefault(event);
    return { kind: 'dict', entries: new Map([[name, value]]), open: false };
  },
};

function defineFlag(event: CallEvent, machine: Machine): Value | undefined {
  const name = knownText(event.positional[0]);
  const value = argument(event, 1, 'default') ?? UNKNOWN;
  if (name === undefined) return undefined;
  machine.walk.flags.set(name, value.kind === 'constant' ? writtenAt(value, origin(event, name)) : value);
  return undefined;
}
