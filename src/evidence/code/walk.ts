import { call, invoke } from './calls.js';
import { boundTo } from './classes.js';
import { evaluate } from './expressions.js';
import type { Arguments, Machine, Surroundings, Walk } from './machine.js';
import { placeOf } from './machine.js';
import { member } from './members.js';
import { moduleScope } from './scope.js';
import { assign, execute } from './statements.js';
import type { ClassValue, Event, FunctionValue, Module, Scope, Value } from './value.js';
import { constant, UNKNOWN } from './values.js';

/** Statements and expressions visited in one walk, and in all walks of a repository. The longest real training programs take some 20,000. */
const STEPS = { walk: 200_000, all: 3_000_000 };

/** What is left of the work that one repository is worth. */
export interface Budget {
  steps: number;
}
export const fullBudget = (): Budget => ({ steps: STEPS.all });

/** What happened in a walk, in order. */
export interface Trace {
  main: Module;
  events: Event[];
  /** Functions whose bodies were entered. */
  entered: ReadonlySet<object>;
  /** Files that were run or imported. */
  modules: ReadonlySet<string>;
  /** The walk was ended by the limit on its length. */
  cut: boolean;
}

function machineFor(
  main: Module,
  surroundings: Surroundings,
  reached: boolean,
  budget: Budget,
): { machine: Machine; defined: FunctionValue[] } {
  const walk: Walk = {
    events: [],
    dormant: 0,
    conditions: [],
    loops: 0,
    reached,
    steps: Math.min(STEPS.walk, budget.steps),
    depth: 0,
    entered: new Map(),
    modules: new Map(),
    flags: new Map(),
    calls: [],
    main,
  };
  const defined: FunctionValue[] = [];
  const machine: Machine = {
    walk,
    surroundings,
    evaluate: (expression, scope) => within(walk, () => evaluate(machine, expression, scope)) ?? UNKNOWN,
    execute: (statements, scope) => within(walk, () => execute(machine, statements, scope)) ?? { how: 'end' },
    assign: (target, value, scope) => assign(machine, target, value, scope),
    call: (callee, given, site, scope) => call(machine, callee, given, site, scope),
    member: (object, name, scope) => member(machine, object, name, scope),
    load: (module) => load(machine, module, false),
    emit: (event) => {
      addOrigin(event, walk);
      walk.events.push(event);
    },
    define: (value) => defined.push(value),
  };
  return { machine, defined };
}

/** Nesting, through all calls, that the stack can hold with room to spare. */
const DEPTH = 300;

function within<T>(walk: Walk, visit: () => T): T | undefined {
  if (walk.depth >= DEPTH) return undefined;
  walk.depth++;
  try {
    return visit();
  } finally {
    walk.depth--;
  }
}

/** Adds the place in the running program from which an event elsewhere was reached, and the files on the way. */
function addOrigin(event: Event, walk: Walk): void {
  if (event.module.path === walk.main.path) return;
  const call = walk.calls.findLast(({ module }) => module.path === walk.main.path);
  event.through = [...new Set(walk.calls.map(({ module }) => module))].filter((module) => module !== event.module);
  if (call !== undefined) event.via = placeOf(call);
}

/** Runs a file once; a file that is being imported already is seen as far as it has come. */
function load(machine: Machine, module: Module, asMain: boolean): Scope {
  const { walk } = machine;
  const key = `${module.path}\0${module.language}`;
  const found = walk.modules.get(key);
  if (found !== undefined) return found;
  const scope = moduleScope(module);
  walk.modules.set(key, scope);
  if (module.language === 'python')
    scope.names.set('__name__', constant(asMain ? '__main__' : module.path.replace(/^.*\/|\.py$/g, '')));
  if (module.parameters !== undefined) scope.names.set('params', module.parameters);
  const { conditions, loops } = walk;
  walk.conditions = [];
  walk.loops = 0;
  machine.execute(module.program.statements, scope);
  walk.conditions = conditions;
  walk.loops = loops;
  return scope;
}

/** What an unmodified run of a file as a program does, as far as reading tells. */
export function walkProgram(main: Module, surroundings: Surroundings, budget: Budget): Trace {
  const { machine } = machineFor(main, surroundings, true, budget);
  load(machine, main, true);
  return traceOf(machine, budget);
}

const NOTHING: Arguments = { positional: [], named: new Map(), spread: false };
const SITE = {
  kind: 'call',
  line: 0,
  text: '',
  callee: { kind: 'name', name: '', line: 0, text: '' },
  arguments: [],
} as const;

/** Looks into the functions of a file that no program reaches, each with the defaults of its parameters. */
export function walkUnreached(
  module: Module,
  surroundings: Surroundings,
  entered: ReadonlySet<object>,
  loaded: boolean,
  budget: Budget,
): Trace {
  const { machine, defined } = machineFor(module, surroundings, false, budget);
  const scope = load(machine, module, false);
  // What happens at the top of the file has been seen where a program loaded it.
  if (loaded) machine.walk.events.length = 0;
  const isNew = (value: FunctionValue): boolean =>
    value.scope.module === module && !entered.has(value.definition) && !machine.walk.entered.has(value.definition);
  const site = { ...SITE, arguments: [] };
  for (const value of [...scope.names.values()]) {
    if (value.kind !== 'class' || value.scope.module !== module) continue;
    const methods = [...value.members.values()].filter((m): m is FunctionValue => m.kind === 'function');
    if (!methods.some(isNew)) continue;
    const object = instanceOf(machine, value, scope);
    for (const method of methods)
      if (isNew(method)) invoke(machine, boundTo(method, object, value), NOTHING, site, scope);
  }
  // Functions defined while looking into others come after them in the list.
  for (let index = 0; index < defined.length && index < 2000; index++) {
    const value = defined[index];
    if (value !== undefined && isNew(value)) invoke(machine, value, NOTHING, site, scope);
  }
  return traceOf(machine, budget);
}

function instanceOf(machine: Machine, owner: ClassValue, scope: Scope): Value {
  const made = machine.call(owner, { ...NOTHING, named: new Map() }, { ...SITE, arguments: [] }, scope);
  return made.kind === 'instance' ? made : UNKNOWN;
}

function traceOf({ walk }: Machine, budget: Budget): Trace {
  budget.steps -= Math.min(STEPS.walk, budget.steps) - Math.max(0, walk.steps);
  return {
    main: walk.main,
    events: walk.events,
    entered: new Set(walk.entered.keys()),
    modules: new Set([...walk.modules.values()].map((scope) => scope.module.path)),
    cut: walk.steps <= 0,
  };
}
