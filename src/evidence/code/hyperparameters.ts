import { oncePerText } from '../../bytes/once-per.js';
import type { Evidence } from '../evidence.js';
import type { Expression } from '../languages/program.js';
import { optionName } from './options.js';
import type { Repository } from './repository.js';
import { callsOf, isEstimator, isTraining, type Role } from './roles.js';
import { parametersOf } from './seeds.js';
import type { CallEvent, Module, Value } from './value.js';
import type { Trace } from './walk.js';

type Row = Evidence['hyperparameters'][number];

/** Calls whose arguments decide how a model is trained. */
const CONFIGURED =
  /^(torch\.optim\.(\w+|lr_scheduler\.\w+)|keras\.optimizers\.(\w+\.)*\w+|tensorflow\.train\.\w*Optimizer|optax\.\w+|transformers\.\w*TrainingArguments|trl\.\w+Config|peft\.\w+Config|lightning\.(\w+\.)*Trainer|torch\.utils\.data\.DataLoader|xgboost\.\w+|lightgbm\.\w+|catboost\.\w+|keras\.(\w+\.)?\w*\(\)\.(compile|fit))$/;
const isConfigured = oncePerText((path) => CONFIGURED.test(path));
const isOption = oncePerText((path) => /\.(add_argument|add_option|DEFINE_\w+)$|^click\.option$/.test(path));
/** Settings of one program that are listed; more is a data table. */
const MAX_VALUES = 80;

/** Values that decide how a model is trained, as far as they are written in code: options, constants, arguments. */
export function hyperparameterRows(repository: Repository, roles: ReadonlyMap<Module, Role>): Row[] {
  const rows: Row[] = [];
  for (const trace of repository.traces) {
    if (
      roles.get(trace.main) !== 'train' ||
      !repository.entries.has(trace.main) ||
      trace.events.every(({ reached }) => !reached)
    )
      continue;
    const { path } = trace.main;
    add(rows, `${path} (options)`, optionValues(trace));
    add(rows, `${path} (constants)`, constantValues(trace.main));
    for (const event of callsOf(trace)) {
      if (event.dormant || !event.reached) continue;
      if (isTraining(event) || isConfigured(event.path) || isEstimator(event.path) || event.module.language === 'r')
        addCall(rows, event);
    }
  }
  return unique(rows);
}

function add(rows: Row[], source: string, values: Record<string, unknown>): void {
  if (Object.keys(values).length > 0) rows.push({ source, values });
}

function addCall(rows: Row[], event: CallEvent): void {
  if (event.module.language === 'r' && !isTraining(event)) return;
  const settings = event.named.has('params') ? undefined : parametersOf(event);
  const named = [...(settings?.entries ?? []), ...event.named].flatMap(([name, value]) => entryOf(name, value));
  // A formula is the structure of a regression, and has no name.
  const formula =
    event.module.language === 'r'
      ? event.site.arguments.find(({ value }) => value.text.includes('~'))?.value.text
      : undefined;
  const values = Object.fromEntries([
    ...(formula === undefined ? [] : [['formula', formula.replace(/\s+/g, ' ')]]),
    ...named,
  ]) as Record<string, unknown>;
  add(rows, `${event.module.path}:${event.line} ${event.path.replace(/\(\)/g, '')}`, values);
}

function entryOf(name: string, value: Value): [string, unknown][] {
  if (value.kind === 'constant' && value.value !== null) return [[name, value.value]];
  if (value.kind === 'list' && value.items.length <= 16 && value.items.every((item) => item.kind === 'constant'))
    return [[name, value.items.map((item) => (item.kind === 'constant' ? item.value : null))]];
  if (value.kind === 'dict' && value.entries.size <= 32) {
    const inner = [...value.entries].flatMap(([key, item]) => entryOf(key, item));
    return inner.length === 0 ? [] : [[name, Object.fromEntries(inner)]];
  }
  return [];
}

/** Options of the command line with their defaults. */
function optionValues(trace: Trace): Record<string, unknown> {
  const found = callsOf(trace).filter(({ path, dormant }) => !dormant && isOption(path));
  const entries = found.flatMap((event): [string, unknown][] => {
    const name = optionName(event);
    const value = event.named.get('default') ?? (event.path.includes('DEFINE_') ? event.positional[1] : undefined);
    return name === undefined || value === undefined || looksPrivate(value) ? [] : entryOf(name, value);
  });
  return Object.fromEntries(entries.slice(0, MAX_VALUES));
}

const looksPrivate = (value: Value): boolean =>
  value.kind === 'constant' && typeof value.value === 'string' && /^(\/home\/|\/Users\/|[A-Z]:\\)/.test(value.value);

/** Numbers, switches and short words assigned at the top of the program, and dicts of such. */
function constantValues(module: Module): Record<string, unknown> {
  const entries = module.program.statements.flatMap((statement): [string, unknown][] => {
    if (statement.kind !== 'assign' || statement.operator) return [];
    const [target] = statement.targets;
    if (target?.kind !== 'name' || statement.value === undefined) return [];
    const value = plain(statement.value);
    return value === undefined ? [] : [[target.name, value]];
  });
  return Object.fromEntries(entries.slice(0, MAX_VALUES));
}

function plain(expression: Expression): unknown {
  if (expression.kind === 'literal')
    return expression.value === null || (typeof expression.value === 'string' && expression.value.length > 60)
      ? undefined
      : expression.value;
  if (expression.kind === 'unary' && expression.operator === '-' && expression.operand.kind === 'literal')
    return -Number(expression.operand.value);
  if (expression.kind === 'dict') {
    const entries = expression.entries.flatMap(({ key, value: inner }): [string, unknown][] => {
      const known = plain(inner);
      return key?.kind === 'literal' && known !== undefined ? [[String(key.value), known]] : [];
    });
    return entries.length > 0 && entries.length <= 64 ? Object.fromEntries(entries) : undefined;
  }
  return undefined;
}

function unique(rows: Row[]): Row[] {
  return [...new Map(rows.map((row) => [`${row.source}\0${JSON.stringify(row.values)}`, row])).values()];
}
