import type { ExpressionOf, Parameter } from '../languages/program.js';
import { boundTo, dataFields, externalBase, methodOf } from './classes.js';
import { knownFunction } from './known.js';
import type { Arguments, Machine } from './machine.js';
import { placeOf } from './machine.js';
import { canonicalPath, followed } from './names.js';
import { below, lookUp } from './scope.js';
import type { CallEvent, ClassValue, FunctionValue, Scope, Value } from './value.js';
import { either, UNKNOWN, writtenAt } from './values.js';

/** Calls inside of each other that are followed. */
const MAX_DEPTH = 24;
/** Times that one function is entered in one walk: enough for each caller of a seeding helper, few enough to end. */
const MAX_TIMES = 12;

/** Calls whatever a value stands for. */
export function call(
  machine: Machine,
  callee: Value,
  given: Arguments,
  site: ExpressionOf<'call'>,
  scope: Scope,
): Value {
  switch (callee.kind) {
    case 'function':
      return invoke(machine, callee, given, site, scope);
    case 'class':
      return instantiate(machine, callee, given, site, scope);
    case 'either':
      return callee.options.map((option) => call(machine, option, given, site, scope)).reduce(either, UNKNOWN);
    case 'instance': {
      const method = methodOf(callee, '__call__') ?? methodOf(callee, 'forward') ?? methodOf(callee, 'call');
      if (method !== undefined) return invoke(machine, boundTo(method, callee, method.owner), given, site, scope);
      return outside(machine, `${externalBase(callee.class)}()()`, callee, given, site, scope);
    }
    case 'external':
      return outside(machine, callee.path, callee.receiver, given, site, scope);
    case 'result':
      return outside(machine, callee.path, callee, given, site, scope);
    default:
      return outside(machine, '?', undefined, given, site, scope);
  }
}

/** A call that leaves the repository: an event, and what we know of its result. */
function outside(
  machine: Machine,
  path: string,
  receiver: Value | undefined,
  given: Arguments,
  site: ExpressionOf<'call'>,
  scope: Scope,
): Value {
  const { walk } = machine;
  const event: CallEvent = {
    kind: 'call',
    path: canonicalPath(followed(path, ''), scope.module.language),
    site,
    ...given,
    scope,
    module: scope.module,
    dormant: walk.dormant > 0,
    conditions: walk.conditions,
    through: [],
    loops: walk.loops,
    reached: walk.reached,
    ...(receiver === undefined ? {} : { receiver }),
    ...(scope.function === undefined ? {} : { function: scope.function }),
    ...placeOf(site),
  };
  const known = knownFunction(machine, event);
  machine.emit(event);
  if (known !== undefined) return known;
  runCallbacks(machine, event, given, site, scope);
  return { kind: 'result', path: followed(event.path, '()'), call: event };
}

/** Arguments for a function that a process or thread will call: `Process(target=f, args=(a, b))`, `spawn(f, args=(a,))`. */
function handedOver(path: string, given: Arguments): Arguments | undefined {
  const list = given.named.get('args');
  if (list?.kind !== 'list' || !/(Process|Thread|Timer|spawn|start_processes)$/.test(path)) return undefined;
  const rank = /(spawn|start_processes)$/.test(path) ? [UNKNOWN] : [];
  return { positional: [...rank, ...list.items], named: new Map(), spread: false };
}

/** Methods that frameworks call on objects that they are given. */
const HOOKS = [
  'setup',
  'prepare_data',
  'configure_optimizers',
  'train_dataloader',
  'val_dataloader',
  'training_step',
  'forward',
  'call',
  '__getitem__',
  '__iter__',
];

/** Functions and objects handed to the outside will be called from there, with what we do not know. */
function runCallbacks(
  machine: Machine,
  event: CallEvent,
  given: Arguments,
  site: ExpressionOf<'call'>,
  scope: Scope,
): void {
  const nothing: Arguments = { positional: [], named: new Map(), spread: true };
  // TensorFlow 1 and absl call the program's own main.
  const main = /(^|\.)app\.run$/.test(event.path) && given.positional.length === 0 ? lookUp(scope, 'main') : undefined;
  if (main?.kind === 'function') invoke(machine, main, nothing, site, scope);
  for (const value of [...given.positional, ...given.named.values()]) {
    if (value.kind === 'function') invoke(machine, value, handedOver(event.path, given) ?? nothing, site, scope);
    else if (value.kind === 'instance' && HANDED_OVER.test(event.path)) {
      for (const name of HOOKS) {
        const method = methodOf(value, name);
        if (method !== undefined && timesEntered(machine, method) === 0)
          invoke(machine, boundTo(method, value, method.owner), nothing, site, scope);
      }
    }
  }
}
const HANDED_OVER = /(\.(fit|train|test|validate|predict|learn|compile)|DataLoader|Trainer|instantiate|prepare)$/;

const timesEntered = (machine: Machine, method: FunctionValue): number =>
  machine.walk.entered.get(method.definition)?.times ?? 0;

/** Runs the body of a function of the repository with its parameters bound. */
export function invoke(
  machine: Machine,
  callee: FunctionValue,
  given: Arguments,
  site: ExpressionOf<'call'>,
  scope: Scope,
): Value {
  const { walk } = machine;
  const entered = walk.entered.get(callee.definition) ?? { times: 0, active: 0 };
  if (walk.calls.length >= MAX_DEPTH || entered.active > 0 || entered.times >= MAX_TIMES) return UNKNOWN;
  walk.entered.set(callee.definition, { times: entered.times + 1, active: entered.active + 1 });
  walk.calls.push({ module: scope.module, ...placeOf(site) });
  const inner = below(callee.scope, {
    ...(callee.name === '' ? {} : { function: callee.name }),
    ...(callee.self === undefined ? {} : { self: callee.self }),
    ...(callee.owner === undefined ? {} : { owner: callee.owner }),
  });
  bindParameters(machine, callee, given, inner, scope, site);
  const done = machine.execute(callee.body, inner);
  walk.calls.pop();
  const now = walk.entered.get(callee.definition);
  if (now) now.active--;
  return done.how === 'return' ? done.value : site.kind === 'call' ? { kind: 'constant', value: null } : UNKNOWN;
}

function bindParameters(
  machine: Machine,
  callee: FunctionValue,
  given: Arguments,
  inner: Scope,
  scope: Scope,
  site: ExpressionOf<'call'>,
): void {
  const rest = [...given.positional];
  const named = new Map(given.named);
  const isStatic = callee.decorators.some((d) => d.kind === 'name' && d.name === 'staticmethod');
  let parameters = callee.parameters;
  if (callee.self !== undefined && !isStatic && parameters[0] !== undefined) {
    inner.names.set(parameters[0].name, callee.self);
    parameters = parameters.slice(1);
  }
  const injected = decoratorOptions(machine, callee, given);
  for (const parameter of parameters) {
    const { name } = parameter;
    if (parameter.rest) inner.names.set(name, restOf(rest, named, given.spread));
    else if (named.has(name)) {
      inner.names.set(name, written(named.get(name) ?? UNKNOWN, 'keyword', name, scope, site));
      named.delete(name);
    } else if (rest.length > 0) inner.names.set(name, written(rest.shift() ?? UNKNOWN, 'call', name, scope, site));
    else if (injected?.has(name)) inner.names.set(name, injected.get(name) ?? UNKNOWN);
    else inner.names.set(name, defaultOf(machine, parameter, callee, given.spread, scope));
  }
}

/** A literal handed to a function of the repository was written where it is called. */
function written(value: Value, how: 'call' | 'keyword', name: string, scope: Scope, site: ExpressionOf<'call'>): Value {
  if (value.kind !== 'constant' || value.origin !== undefined || value.derived === true || site.line === 0)
    return value;
  return writtenAt(value, { how, path: scope.module.path, name, ...placeOf(site) });
}

const restOf = (rest: Value[], named: Map<string, Value>, spread: boolean): Value =>
  named.size > 0 || rest.length === 0
    ? { kind: 'dict', entries: new Map(named), open: spread }
    : { kind: 'list', items: rest.splice(0) };

/** The default as the value of an unmodified run, remembered as such; an annotation where there is none. */
function defaultOf(
  machine: Machine,
  parameter: Parameter,
  callee: FunctionValue,
  spread: boolean,
  _scope: Scope,
): Value {
  if (parameter.default !== undefined) {
    const value = machine.evaluate(parameter.default, callee.scope);
    if (value.kind !== 'constant' || value.origin !== undefined) return typerDefault(value, parameter, callee) ?? value;
    const { path } = callee.scope.module;
    return writtenAt(value, { how: 'function-default', path, name: parameter.name, ...placeOf(parameter) });
  }
  if (parameter.annotation !== undefined) {
    const type = machine.evaluate(parameter.annotation, callee.scope);
    if (type.kind === 'class' && !spread) return { kind: 'instance', class: type, fields: new Map() };
    if (type.kind === 'external' && type.path.includes('.')) return { kind: 'external', path: `${type.path}()` };
  }
  return UNKNOWN;
}

/** `seed: int = typer.Option(42)`: the first argument is the default. */
function typerDefault(value: Value, parameter: Parameter, callee: FunctionValue): Value | undefined {
  if (value.kind !== 'result' || !/^(typer\.(Option|Argument)|fastapi\.\w+|pydantic\.Field)\(\)$/.test(value.path))
    return undefined;
  const first = value.call.positional[0] ?? value.call.named.get('default');
  if (first?.kind !== 'constant') return UNKNOWN;
  return {
    ...first,
    origin: { how: 'cli-default', path: callee.scope.module.path, name: parameter.name, ...placeOf(parameter) },
  };
}

/** Values that a decorator passes: `@click.option`, `@hydra.main`. Only where the caller passes nothing itself. */
function decoratorOptions(machine: Machine, callee: FunctionValue, given: Arguments): Map<string, Value> | undefined {
  if (callee.decorators.length === 0 || given.positional.length > 0) return undefined;
  const found = new Map<string, Value>();
  for (const decorator of callee.decorators) {
    const value = machine.evaluate(decorator, callee.scope);
    if (value.kind !== 'result') continue;
    const provided = knownFunction(machine, { ...value.call, path: `${value.call.path}@decorator` });
    if (provided?.kind !== 'dict') continue;
    for (const [name, entry] of provided.entries)
      found.set(name === '' ? (callee.parameters[0]?.name ?? '') : name, entry);
  }
  return found.size > 0 ? found : undefined;
}

function instantiate(
  machine: Machine,
  callee: ClassValue,
  given: Arguments,
  site: ExpressionOf<'call'>,
  scope: Scope,
): Value {
  const made: Value & { kind: 'instance' } = { kind: 'instance', class: callee, fields: new Map() };
  const initializer = methodOf(made, '__init__');
  if (initializer !== undefined) {
    invoke(machine, boundTo(initializer, made, initializer.owner), given, site, scope);
    return made;
  }
  const fields = dataFields(callee);
  for (const [index, [name, value]] of fields.entries())
    made.fields.set(name, given.named.get(name) ?? given.positional[index] ?? value);
  const base = externalBase(callee);
  if (base !== 'object' && fields.length === 0) outside(machine, base, made, given, site, scope);
  return made;
}
