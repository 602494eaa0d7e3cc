import type { Expression, Statement, StatementOf } from '../languages/program.js';
import { combine } from './arithmetic.js';
import type { Completion, Machine } from './machine.js';
import { placeOf } from './machine.js';
import { blocksOf } from './modules.js';
import { followed } from './names.js';
import { below, lookUp } from './scope.js';
import type { ClassValue, FunctionValue, Scope, Value } from './value.js';
import { constant, either, knownText, truth, UNKNOWN, writtenAt } from './values.js';

const END: Completion = { how: 'end' };

/** Runs statements in order until one leaves the block. */
export function execute(machine: Machine, statements: Statement[], scope: Scope): Completion {
  for (const statement of statements) {
    if (machine.walk.steps-- <= 0) return END;
    const done = step(machine, statement, scope);
    if (done.how !== 'end') return done;
  }
  return END;
}

function step(machine: Machine, statement: Statement, scope: Scope): Completion {
  switch (statement.kind) {
    case 'import':
      bindImport(machine, statement, scope);
      return END;
    case 'assign':
      assignStatement(machine, statement, scope);
      return END;
    case 'expression':
      return leavesProgram(machine.evaluate(statement.value, scope)) ? { how: 'left' } : END;
    case 'function':
      defineFunction(machine, functionValue(statement, scope), scope);
      for (const decorator of statement.decorators) machine.evaluate(decorator, scope);
      return END;
    case 'class':
      scope.names.set(statement.name, classValue(machine, statement, scope));
      return END;
    case 'if':
      return branch(machine, statement, scope);
    case 'loop':
      return loop(machine, statement, scope);
    case 'with':
      for (const { value, target } of statement.items) {
        const known = machine.evaluate(value, scope);
        if (target !== undefined) machine.assign(target, known, scope);
      }
      return machine.execute(statement.body, scope);
    case 'try': {
      const done = machine.execute(statement.body, scope);
      for (const handler of statement.handlers)
        underCondition(machine, handler, () => machine.execute(handler, below(scope)));
      const last = machine.execute(statement.after, scope);
      return done.how === 'end' ? last : done;
    }
    case 'return':
      return {
        how: 'return',
        value: statement.value === undefined ? constant(null) : machine.evaluate(statement.value, scope),
      };
    case 'leave':
      if (statement.value !== undefined) machine.evaluate(statement.value, scope);
      return { how: 'left' };
  }
}

const leavesProgram = (value: Value): boolean =>
  value.kind === 'result' && /^(sys\.exit|exit|quit|os\._exit)\(\)$/.test(value.path);

function bindImport(machine: Machine, statement: StatementOf<'import'>, scope: Scope): void {
  const { module, level, alias, names } = statement;
  const local = machine.surroundings.resolve(scope.module, module, level);
  if (names === undefined) {
    const head = module.split('.')[0] ?? module;
    if (local !== undefined && alias !== undefined)
      scope.names.set(alias, { kind: 'module', path: local.path, scope: machine.load(local) });
    else if (local !== undefined) bindDotted(machine, module, local.path, machine.load(local), scope);
    else if (alias !== undefined) scope.names.set(alias, { kind: 'external', path: module });
    else if (scope.names.get(head)?.kind !== 'module') scope.names.set(head, { kind: 'external', path: head });
    return;
  }
  const inside = local === undefined ? undefined : machine.load(local);
  for (const { name, alias: as } of names) {
    if (name === '*') {
      if (inside === undefined) scope.stars.push(module);
      else for (const [key, value] of inside.names) if (!key.startsWith('_')) scope.names.set(key, value);
      continue;
    }
    const found = inside?.names.get(name);
    const submodule =
      found === undefined
        ? machine.surroundings.resolve(scope.module, module === '' ? name : `${module}.${name}`, level)
        : undefined;
    if (found !== undefined) scope.names.set(as, found);
    else if (submodule !== undefined)
      scope.names.set(as, { kind: 'module', path: submodule.path, scope: machine.load(submodule) });
    else
      scope.names.set(
        as,
        level > 0 || inside !== undefined ? UNKNOWN : { kind: 'external', path: `${module}.${name}` },
      );
  }
}

/** `import a.b.c` binds a; its members lead to c. */
function bindDotted(machine: Machine, module: string, path: string, inside: Scope, scope: Scope): void {
  const names = module.split('.');
  let at = scope;
  names.forEach((name, index) => {
    const found = at.names.get(name);
    if (index === names.length - 1) at.names.set(name, { kind: 'module', path, scope: inside });
    else if (found?.kind === 'module') at = found.scope;
    else {
      const parent = machine.surroundings.resolve(scope.module, names.slice(0, index + 1).join('.'), 0);
      const next: Scope =
        parent === undefined ? { names: new Map(), module: inside.module, stars: [] } : machine.load(parent);
      at.names.set(name, { kind: 'module', path: parent?.path ?? '', scope: next });
      at = next;
    }
  });
}

function assignStatement(machine: Machine, statement: StatementOf<'assign'>, scope: Scope): void {
  if (statement.value === undefined) return;
  let value = machine.evaluate(statement.value, scope);
  const [target] = statement.targets;
  if (statement.operator !== undefined && statement.operator !== '' && target !== undefined) {
    value = combine(statement.operator, machine.evaluate(target, scope), value);
  } else if (isOpaque(value) && statement.annotation !== undefined) {
    // An annotation tells the class of what we cannot compute: trainer: Trainer = instantiate(…)
    const type = machine.evaluate(statement.annotation, scope);
    if (type.kind === 'external' && type.path.includes('.')) value = { kind: 'external', path: `${type.path}()` };
  }
  for (const each of statement.targets) machine.assign(each, named(value, each, statement, scope), scope);
}

/** Not known, or made by a factory whose product is not known. */
const isOpaque = (value: Value): boolean =>
  value.kind === 'unknown' ||
  (value.kind === 'result' && /\.(instantiate|call|get_class|import_module|load|create|build)\(\)$/.test(value.path));

/** A literal assigned to a name at the top of a file is a constant of that name. */
function named(value: Value, target: Expression, statement: StatementOf<'assign'>, scope: Scope): Value {
  const isLiteral = statement.value?.kind === 'literal' || statement.value?.kind === 'unary';
  if (value.kind !== 'constant' || value.origin !== undefined || target.kind !== 'name' || !isLiteral) return value;
  return writtenAt(value, { how: 'constant', path: scope.module.path, name: target.name, ...placeOf(target) });
}

/** Binds names; elements of a list to those of a pattern; attributes and keys of known objects; else it is a flag. */
export function assign(machine: Machine, target: Expression, value: Value, scope: Scope): void {
  switch (target.kind) {
    case 'name':
      scope.names.set(target.name, value);
      return;
    case 'list':
      target.items.forEach((item, index) => {
        const part =
          value.kind === 'list'
            ? (value.items[index] ?? UNKNOWN)
            : value.kind === 'result' || value.kind === 'dynamic'
              ? elementOf(value)
              : UNKNOWN;
        machine.assign(item, part, scope);
      });
      return;
    case 'member':
      assignMember(machine, machine.evaluate(target.object, scope), target.name, value, target, scope);
      return;
    case 'index':
      assignMember(
        machine,
        machine.evaluate(target.object, scope),
        knownText(machine.evaluate(target.key, scope)),
        value,
        target,
        scope,
      );
      return;
    case 'other':
      for (const child of target.children) machine.assign(child, UNKNOWN, scope);
      return;
    default:
      return;
  }
}

const elementOf = (value: Value): Value =>
  value.kind === 'result' ? { ...value, path: followed(value.path, '[]') } : value;

function assignMember(
  machine: Machine,
  object: Value,
  name: string | undefined,
  value: Value,
  target: Expression,
  scope: Scope,
): void {
  const { walk } = machine;
  const held =
    object.kind === 'instance'
      ? object.fields
      : object.kind === 'dict'
        ? object.entries
        : object.kind === 'class'
          ? object.members
          : undefined;
  if (held !== undefined && name !== undefined) {
    // What a branch not taken would store must not hide what is there.
    if (walk.dormant > 0 && held.has(name)) return;
    const literal = value.kind === 'constant' && value.origin === undefined && target.kind === 'member';
    held.set(
      name,
      literal ? writtenAt(value, { how: 'constant', path: scope.module.path, name, ...placeOf(target) }) : value,
    );
  } else if (object.kind === 'external' || object.kind === 'result') {
    machine.emit({
      kind: 'flag',
      path:
        name === undefined
          ? object.path
          : target.kind === 'index'
            ? `${object.path}[${name}]`
            : `${object.path}.${name}`,
      value,
      text: target.text,
      module: scope.module,
      dormant: walk.dormant > 0,
      conditions: walk.conditions,
      through: [],
      loops: walk.loops,
      reached: walk.reached,
      ...(scope.function === undefined ? {} : { function: scope.function }),
      ...placeOf(target),
    });
  }
}

function defineFunction(machine: Machine, value: FunctionValue, scope: Scope): void {
  scope.names.set(value.name, value);
  machine.define(value);
}

export function functionValue(statement: StatementOf<'function'>, scope: Scope): FunctionValue {
  const { name, parameters, body, decorators } = statement;
  return { kind: 'function', name, parameters, body, decorators, definition: statement, scope };
}

function classValue(machine: Machine, statement: StatementOf<'class'>, scope: Scope): ClassValue {
  const bases = statement.bases
    .filter(({ name }) => name === undefined)
    .map(({ value }) => machine.evaluate(value, scope));
  const members = new Map<string, Value>();
  const made: ClassValue = { kind: 'class', definition: statement, scope, bases, members };
  for (const decorator of statement.decorators) machine.evaluate(decorator, scope);
  machine.execute(statement.body, {
    names: members,
    parent: scope,
    module: scope.module,
    stars: scope.stars,
    function: statement.name,
  });
  return made;
}

/** The block itself stands for the condition under which it runs. */
function underCondition<T>({ walk }: Machine, block: object, run: () => T): T {
  const before = walk.conditions;
  walk.conditions = [...before, block];
  const result = run();
  walk.conditions = before;
  return result;
}

/** A branch known to be taken runs; the other one is looked into without effect. Of two possible ones, both may have run. */
function branch(machine: Machine, statement: StatementOf<'if'>, scope: Scope): Completion {
  const { walk } = machine;
  const test = truth(machine.evaluate(statement.test, scope));
  if (test !== undefined) {
    const [taken, other] = test
      ? [statement.consequence, statement.alternative]
      : [statement.alternative, statement.consequence];
    walk.dormant++;
    machine.execute(other, below(scope));
    walk.dormant--;
    return machine.execute(taken, scope);
  }
  const [then, otherwise] = [below(scope), below(scope)];
  const ends = [
    underCondition(machine, statement.consequence, () => machine.execute(statement.consequence, then)),
    underCondition(machine, statement.alternative, () => machine.execute(statement.alternative, otherwise)),
  ] as const;
  for (const name of new Set([...then.names.keys(), ...otherwise.names.keys()])) {
    const [a, b] = ends.map((end, index) =>
      end.how === 'left' ? undefined : lookUp(index === 0 ? then : otherwise, name),
    );
    scope.names.set(name, a === undefined ? (b ?? UNKNOWN) : b === undefined ? a : either(a, b));
  }
  if (ends[0].how === 'return' && ends[1].how === 'return')
    return { how: 'return', value: either(ends[0].value, ends[1].value) };
  return statement.alternative.length > 0 && ends.every((end) => end.how === 'left') ? { how: 'left' } : END;
}

/** Loops over a short known list run once for each item, all others once. */
const MAX_ITEMS = 8;

function loop(machine: Machine, statement: StatementOf<'loop'>, scope: Scope): Completion {
  const { walk } = machine;
  if (statement.test !== undefined) machine.evaluate(statement.test, scope);
  const over = statement.over === undefined ? undefined : machine.evaluate(statement.over, scope);
  const items = over?.kind === 'list' && over.items.length <= MAX_ITEMS ? over.items : [];
  // What the body changes has another value in every round.
  for (const name of namesAssigned(statement.body))
    if (scope.names.get(name)?.kind === 'constant') scope.names.set(name, UNKNOWN);
  walk.loops++;
  let done: Completion = END;
  for (const item of items.length === 0 ? [loopItem(over)] : items) {
    if (statement.target !== undefined) machine.assign(statement.target, item, scope);
    done = machine.execute(statement.body, scope);
    if (done.how === 'return') break;
  }
  walk.loops--;
  return done.how === 'return' && items.length > 0 ? done : END;
}

/** Names that a block counts up or sets anew, in loops and conditions of its own too. */
function namesAssigned(statements: Statement[]): string[] {
  return statements.flatMap((statement) => {
    if (statement.kind === 'assign')
      return statement.targets.flatMap((target) => (target.kind === 'name' ? [target.name] : []));
    return statement.kind === 'function' || statement.kind === 'class'
      ? []
      : blocksOf(statement).flatMap(namesAssigned);
  });
}

const loopItem = (over: Value | undefined): Value => {
  if (over?.kind === 'dynamic') return over;
  return over?.kind === 'external' || over?.kind === 'result'
    ? { kind: 'external', path: followed(over.path, '[]'), receiver: over }
    : UNKNOWN;
};
