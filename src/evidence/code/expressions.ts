import { append } from '../../bytes/append.js';
import type { Expression, ExpressionOf } from '../languages/program.js';
import { combine, compare } from './arithmetic.js';
import type { Arguments, Machine } from './machine.js';
import { placeOf } from './machine.js';
import { followed } from './names.js';
import { below, lookUp } from './scope.js';
import type { Scope, Value } from './value.js';
import { constant, either, knownText, NONE, textOf, textParts, truth, UNKNOWN, writtenAt } from './values.js';

/** The value of an expression, as far as it is known; calls on the way become events. */
export function evaluate(machine: Machine, expression: Expression, scope: Scope): Value {
  const { walk } = machine;
  if (walk.steps <= 0) return UNKNOWN;
  walk.steps--;
  const of = (inner: Expression): Value => machine.evaluate(inner, scope);
  switch (expression.kind) {
    case 'literal':
      return literalValue(expression, scope);
    case 'template':
      return textOf(
        expression.parts.flatMap((part) => (typeof part === 'string' ? [part] : (textParts(of(part)) ?? [null]))),
      );
    case 'name':
      return nameValue(expression.name, scope);
    case 'member':
      return machine.member(of(expression.object), expression.name, scope);
    case 'index':
      return indexed(machine, of(expression.object), of(expression.key), expression);
    case 'call':
      return callValue(machine, expression, scope);
    case 'binary':
      return binary(machine, expression, scope);
    case 'unary':
      return unary(expression.operator, of(expression.operand));
    case 'list':
      return { kind: 'list', items: expression.items.map(of) };
    case 'dict':
      return dictValue(machine, expression, scope);
    case 'choice': {
      const test = truth(of(expression.test));
      if (test !== undefined) {
        withoutEffect(machine, test ? expression.alternative : expression.consequence, scope);
        return of(test ? expression.consequence : expression.alternative);
      }
      return either(of(expression.consequence), of(expression.alternative));
    }
    case 'closure':
      return {
        kind: 'function',
        name: '',
        parameters: expression.parameters,
        body: expression.body,
        decorators: [],
        definition: expression,
        scope,
      };
    case 'each':
      return eachValue(machine, expression, scope);
    case 'binding': {
      const value = of(expression.value);
      machine.assign(expression.target, value, scope);
      return value;
    }
    case 'block': {
      const done = machine.execute(expression.body, scope);
      const last = expression.body.at(-1);
      return done.how === 'return'
        ? done.value
        : last?.kind === 'assign' && last.targets[0]
          ? of(last.targets[0])
          : UNKNOWN;
    }
    case 'other': {
      for (const child of expression.children) of(child);
      return UNKNOWN;
    }
  }
}

/** Python's 1.0 is another text than 1. */
function literalValue({ value, text }: ExpressionOf<'literal'>, scope: Scope): Value {
  const isFloat =
    scope.module.language === 'python' && typeof value === 'number' && /[.eE]/.test(text) && !/^0[xX]/.test(text);
  return isFloat ? { kind: 'constant', value, float: true } : constant(value);
}

function nameValue(name: string, scope: Scope): Value {
  const found = lookUp(scope, name);
  if (found !== undefined) return found;
  if (scope.module.language === 'python') {
    if (name === '__file__') return constant(scope.module.path);
    if (name === 'super' && scope.owner) return { kind: 'external', path: 'super' };
    const [star, ...more] = scope.stars;
    if (star !== undefined && !PYTHON_NAMES.has(name))
      return { kind: 'external', path: more.length === 0 ? `${star}.${name}` : `${starOf(scope.stars, name)}.${name}` };
  }
  if (scope.module.language === 'r' && (name === 'T' || name === 'F')) return constant(name === 'T');
  return { kind: 'external', path: name };
}
const PYTHON_NAMES = new Set(
  'open print int str float bool range len zip enumerate vars dict list tuple set super getattr setattr hasattr isinstance exec eval input format max min sum round abs sorted map filter type iter next id any all repr globals locals object property staticmethod classmethod Exception ValueError'.split(
    ' ',
  ),
);

/** Of several packages imported with `*`, the one whose name fits best: layers begin with a capital letter. */
const starOf = (stars: string[], name: string): string =>
  stars.find((star) => (/^[A-Z]/.test(name) ? /layers|nn|models|datasets|optim/ : /functional|utils/).test(star)) ??
  stars[0] ??
  '?';

/** `x[key]` of a list, a dict, or `os.environ`. */
function indexed(machine: Machine, object: Value, key: Value, expression: ExpressionOf<'index'>): Value {
  if (object.kind === 'either') return indexed(machine, object.options[0] ?? UNKNOWN, key, expression);
  if (object.kind === 'list' && key.kind === 'constant' && typeof key.value === 'number')
    return object.items.at(key.value) ?? UNKNOWN;
  if (object.kind === 'dict') {
    const name =
      knownText(key) ?? (key.kind === 'constant' && typeof key.value === 'number' ? String(key.value) : undefined);
    if (name !== undefined) return object.entries.get(name) ?? UNKNOWN;
    const [first] = object.entries.values();
    return first ?? UNKNOWN;
  }
  if (object.kind === 'external' && object.path === 'sys.argv' && key.kind === 'constant') {
    const words = machine.surroundings.commandLine(machine.walk.main);
    const word = words?.[Number(key.value) - 1];
    return word === undefined ? UNKNOWN : constant(word);
  }
  if (object.kind === 'external') return { kind: 'external', path: followed(object.path, '[]') };
  if (object.kind === 'result') return { kind: 'result', path: followed(object.path, '[]'), call: object.call };
  return object.kind === 'dynamic' ? object : UNKNOWN;
}

function callValue(machine: Machine, expression: ExpressionOf<'call'>, scope: Scope): Value {
  const callee = machine.evaluate(expression.callee, scope);
  const given: Arguments = { positional: [], named: new Map(), spread: false };
  for (const { name, value, spread } of expression.arguments) {
    const known = machine.evaluate(value, scope);
    if (!spread) {
      if (name === undefined) given.positional.push(known);
      else given.named.set(name, known);
    } else if (known.kind === 'dict' && name === '**') {
      for (const [key, entry] of known.entries) given.named.set(key, entry);
      given.spread ||= known.open;
    } else if (known.kind === 'list' && name === undefined) append(given.positional, known.items);
    else given.spread = true;
  }
  return machine.call(callee, given, expression, scope);
}

/** Looks into what is not computed in an unmodified run: `seed > 0 && seed!(seed)`. */
function withoutEffect(machine: Machine, expression: Expression, scope: Scope): void {
  if (!expression.text.includes('(')) return;
  machine.walk.dormant++;
  machine.evaluate(expression, below(scope));
  machine.walk.dormant--;
}

function binary(machine: Machine, expression: ExpressionOf<'binary'>, scope: Scope): Value {
  const { operator } = expression;
  const left = machine.evaluate(expression.left, scope);
  if (operator === 'and' || operator === 'or') {
    const known = truth(left);
    if (known === (operator === 'or')) {
      withoutEffect(machine, expression.right, scope);
      return left;
    }
    const right = machine.evaluate(expression.right, scope);
    if (known !== undefined) return right;
    const other = truth(right);
    if (other === (operator === 'or')) return operator === 'or' ? right : UNKNOWN;
    return other === undefined ? either(left, right) : operator === 'and' ? right : left;
  }
  const right = machine.evaluate(expression.right, scope);
  return compare(operator, left, right) ?? combine(operator, left, right);
}

function unary(operator: string, operand: Value): Value {
  if (operator === 'not') {
    const known = truth(operand);
    return known === undefined ? UNKNOWN : constant(!known);
  }
  if (operand.kind === 'constant' && typeof operand.value === 'number' && operator !== '~')
    return { ...operand, value: operator === '-' ? -operand.value : operand.value };
  return operand.kind === 'dynamic' ? operand : UNKNOWN;
}

function dictValue(machine: Machine, expression: ExpressionOf<'dict'>, scope: Scope): Value {
  const entries = new Map<string, Value>();
  let open = false;
  for (const { key, value } of expression.entries) {
    const known = machine.evaluate(value, scope);
    const name = key === null ? undefined : machine.evaluate(key, scope);
    if (key === null) {
      if (known.kind === 'dict') for (const [inner, entry] of known.entries) entries.set(inner, entry);
      open ||= known.kind !== 'dict' || known.open;
    } else if (name?.kind === 'constant')
      entries.set(String(name.value), withOrigin(known, String(name.value), value, scope));
    else open = true;
  }
  return { kind: 'dict', entries, open };
}

/** A literal in a dict is a setting by that key. */
function withOrigin(value: Value, name: string, expression: Expression, scope: Scope): Value {
  if (value.kind !== 'constant' || value.origin !== undefined || expression.kind === 'name') return value;
  return writtenAt(value, { how: 'config', path: scope.module.path, name, ...placeOf(expression) });
}

function eachValue(machine: Machine, expression: ExpressionOf<'each'>, scope: Scope): Value {
  const over = machine.evaluate(expression.over, scope);
  const inner = below(scope);
  const items = over.kind === 'list' ? over.items.slice(0, 16) : [];
  machine.walk.loops++;
  const values = (items.length === 0 ? [UNKNOWN] : items).map((item) => {
    machine.assign(expression.target, item, inner);
    return expression.body.map((body) => machine.evaluate(body, inner)).at(-1) ?? NONE;
  });
  machine.walk.loops--;
  return { kind: 'list', items: items.length === 0 ? [] : values };
}
