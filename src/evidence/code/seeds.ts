import { oncePerText } from '../../bytes/once-per.js';
import type { Seed, SeedLibrary } from '../evidence.js';
import type { Expression, Place } from '../languages/program.js';
import { matcher } from './names.js';
import table from './seeding.json' with { type: 'json' };
import type { CallEvent, Origin, Value } from './value.js';
import { argument } from './values.js';

interface SeedCall {
  call: string;
  seeds: SeedLibrary[];
  at: number;
  names: string[];
  /** Seeds only the object that it makes. */
  local?: boolean;
  /** Seeds accelerators only; what runs on the processor is left to others. */
  device?: boolean;
  /** Takes its seed from the system. */
  dynamic?: boolean;
}

/** One place where a generator is given a seed, with what is known of it there. */
export interface Seeding extends Place {
  event: CallEvent;
  libraries: SeedLibrary[];
  how: 'call' | 'keyword';
  expression?: Expression;
  value?: Value;
  local: boolean;
  device: boolean;
  dynamic: boolean;
}

const rulesOf = (rules: unknown) => matcher((rules as SeedCall[]).map((rule) => [rule.call, rule] as const));
const CALLS: Partial<Record<string, (path: string) => SeedCall | undefined>> = {
  python: rulesOf(table.python),
  r: rulesOf(table.r),
  julia: rulesOf(table.julia),
};
const KEYWORDS = new Set(table.keywords);
const keywordLibrary = matcher(
  table.libraries.map(([pattern, library]) => [pattern ?? '', library as SeedLibrary] as const),
);
const splits = matcher(table.splits.map((pattern) => [pattern, true] as const));

/** Does a call divide data into parts, or draw a part of them? */
export const isSplit = (path: string): boolean => splits(path) === true;

/** The seedings of one call: its own meaning, else keywords such as `random_state=`. */
export function seedingsOf(event: CallEvent): Seeding[] {
  const rule = CALLS[event.module.language]?.(event.path);
  if (rule !== undefined) return [callSeeding(event, rule)];
  const found = parameterSeedings(event);
  for (const { name, value: expression, spread } of event.site.arguments) {
    if (name === undefined || spread || !KEYWORDS.has(name)) continue;
    const value = event.named.get(name);
    if (value === undefined || isKey(value)) continue;
    found.push({
      event,
      libraries: [libraryOf(event)],
      how: 'keyword',
      expression,
      value,
      local: true,
      device: false,
      dynamic: value.kind === 'dynamic',
      line: expression.line,
      ...(expression.cell === undefined ? {} : { cell: expression.cell }),
    });
  }
  return found;
}

/** Seeds among the settings that boosting libraries take as one dict: `lgb.train({'seed': 13}, …)`. */
function parameterSeedings(event: CallEvent): Seeding[] {
  const settings = parametersOf(event);
  if (settings === undefined) return [];
  const given = event.site.arguments.find(({ name }) => name === 'params') ?? event.site.arguments[0];
  return [...settings.entries].flatMap(([key, value]): Seeding[] => {
    if (!KEYWORDS.has(key) || isKey(value)) return [];
    const written = given?.value.kind === 'dict' ? given.value.entries : [];
    const expression = written.find((entry) => entry.key?.kind === 'literal' && entry.key.value === key)?.value;
    const { line, cell } = expression ?? event;
    return [
      {
        event,
        libraries: [libraryOf(event)],
        how: 'keyword',
        value,
        local: true,
        device: false,
        dynamic: value.kind === 'dynamic',
        line,
        ...(cell === undefined ? {} : { cell }),
        ...((expression ?? given?.value) && { expression: expression ?? given!.value }),
      },
    ];
  });
}

const takesParameters = oncePerText((path) => /^(xgboost|lightgbm|catboost)\.(\w+\.)*(train|cv)$/.test(path));

/** The dict of settings of a boosting library's training. */
export function parametersOf(event: CallEvent): Extract<Value, { kind: 'dict' }> | undefined {
  if (event.module.language !== 'python' || !takesParameters(event.path)) return undefined;
  const value = argument(event, 0, 'params');
  return value?.kind === 'dict' ? value : undefined;
}

function callSeeding(event: CallEvent, rule: SeedCall): Seeding {
  const positional = event.site.arguments.filter(({ name, spread }) => name === undefined && !spread);
  const at = rule.at < 0 ? positional.length + rule.at : rule.at;
  const value = argument(event, at, ...rule.names);
  const given =
    event.site.arguments.find(({ name }) => name !== undefined && rule.names.includes(name))?.value ??
    positional[at]?.value;
  return {
    event,
    libraries: rule.seeds,
    how: 'call',
    local: rule.local ?? false,
    device: rule.device ?? false,
    dynamic: rule.dynamic === true || value?.kind === 'dynamic',
    ...(given === undefined ? {} : { expression: given }),
    ...(value === undefined ? {} : { value }),
    line: event.line,
    ...(event.cell === undefined ? {} : { cell: event.cell }),
  };
}

/** JAX passes keys under the name of seeds; a generator object is seeded where it is made. */
const isKey = (value: Value): boolean =>
  value.kind === 'result' ||
  value.kind === 'external' ||
  value.kind === 'instance' ||
  (value.kind === 'constant' && typeof value.value === 'boolean');

function libraryOf(event: CallEvent): SeedLibrary {
  if (event.module.language === 'r') return /xgb/.test(event.path) ? 'xgboost' : 'r';
  if (event.module.language === 'julia') return 'julia';
  return keywordLibrary(event.path) ?? 'other';
}

/** Origins that a caller, a command line or the environment may replace. */
export const BY_DEFAULT: ReadonlySet<Seed['how']> = new Set(['cli-default', 'function-default', 'environment']);

/** Is it uncertain whether a call happens, when the conditions given hold? */
export const isConditional = ({ conditions }: CallEvent, given: ReadonlySet<object>): boolean =>
  conditions.some((condition) => !given.has(condition));

/** How sure a seed is, for an unmodified run in which the conditions given hold: those under which training happens. */
export function gradeOf(seeding: Seeding, given: ReadonlySet<object> = new Set()): Seed['grade'] {
  const { value, event, dynamic } = seeding;
  if (dynamic) return 'dynamic';
  if (value === undefined || (value.kind === 'constant' && value.value === null)) return 'default-none';
  if (value.kind === 'unknown' && value.base !== undefined) return 'derived';
  if (value.kind === 'list' || value.kind === 'dict') return 'fixed';
  if (value.kind === 'either') return 'conditional';
  if (value.kind !== 'constant') return 'unknown';
  if (event.dormant || isConditional(event, given)) return 'conditional';
  if (value.derived) return 'derived';
  const how = value.origin?.how;
  return how !== undefined && BY_DEFAULT.has(how) ? 'fixed-by-default' : 'fixed';
}

/** Number where it is written or found, null where it is written so, else the expression. */
export function shownValue({ value, expression }: Seeding): Seed['value'] {
  if (expression === undefined) return null;
  if (value?.kind === 'constant' && !value.derived) {
    if (typeof value.value === 'number' || typeof value.value === 'string') return value.value;
    if (value.value === null && expression.kind === 'literal') return null;
  }
  return expression.text.replace(/\s+/g, ' ').slice(0, 200);
}

/** Where the value was written, if that is another place than the call. */
export function originOf({ value, event }: Seeding): Origin | undefined {
  const known = value?.kind === 'either' ? value.options.find((option) => option.kind === 'constant') : value;
  const origin = known?.kind === 'constant' ? known.origin : undefined;
  if (origin === undefined || known?.kind !== 'constant') return undefined;
  if (origin.path === event.module.path && origin.line === event.line && origin.cell === event.cell) return undefined;
  // A parameter whose default is None only passes on what callers give.
  if (known.value === null && origin.how !== 'cli-default' && origin.how !== 'config') return undefined;
  return origin;
}
