import { append } from '../../bytes/append.js';
import type { Value } from './value.js';
import { constant, options, textOf, textParts, UNKNOWN } from './values.js';

const NUMERIC: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '%': (a, b) => ((a % b) + b) % b,
  '**': (a, b) => a ** b,
};

/** Longer lists are data. */
const MAX_ITEMS = 1000;

/** The result of an operator on texts, paths and numbers, with what is known of them. */
export function combine(operator: string, left: Value, right: Value): Value {
  if (left.kind === 'either' || right.kind === 'either') {
    const [a, b] = [options(left)[0], options(right)[0]];
    return a && b ? combine(operator, a, b) : UNKNOWN;
  }
  if (left.kind === 'dynamic') return left;
  if (right.kind === 'dynamic') return right;
  if (isNumber(left) && isNumber(right)) {
    const value = NUMERIC[operator]?.(left.value, right.value);
    if (value === undefined || !Number.isFinite(value)) return UNKNOWN;
    const origin = left.origin ?? right.origin;
    const float = left.float === true || right.float === true || operator === '/';
    return {
      kind: 'constant',
      value,
      derived: true,
      ...(float ? { float } : {}),
      ...(origin === undefined ? {} : { origin }),
    };
  }
  if (left.kind === 'list' && right.kind === 'list' && operator === '+')
    return left.items.length + right.items.length > MAX_ITEMS
      ? UNKNOWN
      : { kind: 'list', items: [...left.items, ...right.items] };
  if (isText(left) && operator === '%') return formatted(left, right);
  if (operator === '/' && (isText(left) || isText(right)) && !isNumber(left) && !isNumber(right))
    return joinPaths([left, right]);
  if (operator === '+' && (isText(left) || isText(right)))
    return textOf([...(textParts(left) ?? [null]), ...(textParts(right) ?? [null])]);
  const base = isNumber(left) ? left.value : isNumber(right) ? right.value : undefined;
  return base !== undefined && '+-*'.includes(operator) ? { kind: 'unknown', base } : UNKNOWN;
}

/** True, false or unknown for comparisons; undefined for what is no comparison. */
export function compare(operator: string, left: Value, right: Value): Value | undefined {
  if (!/^(==|!=|is|is not|<|>|<=|>=|in|not in)$/.test(operator)) return undefined;
  if (operator === 'in' || operator === 'not in') return membership(operator, left, right);
  if (left.kind === 'either' || right.kind === 'either') return UNKNOWN;
  if (left.kind !== 'constant' || right.kind !== 'constant') {
    const settled = ['function', 'class', 'instance', 'module', 'list', 'dict', 'result', 'text'];
    const isNone = (value: Value): boolean => value.kind === 'constant' && value.value === null;
    if ((isNone(left) && settled.includes(right.kind)) || (isNone(right) && settled.includes(left.kind)))
      return left.kind === 'result' || right.kind === 'result' ? UNKNOWN : constant(/!=|not/.test(operator));
    return UNKNOWN;
  }
  const [a, b] = [left.value, right.value];
  if (operator === '==' || operator === 'is') return constant(a === b);
  if (operator === '!=' || operator === 'is not') return constant(a !== b);
  if (typeof a !== 'number' || typeof b !== 'number') return UNKNOWN;
  return constant(operator === '<' ? a < b : operator === '>' ? a > b : operator === '<=' ? a <= b : a >= b);
}

function membership(operator: string, left: Value, right: Value): Value {
  if (left.kind !== 'constant') return UNKNOWN;
  let found: boolean | undefined;
  if (right.kind === 'list' && right.items.every((item) => item.kind === 'constant'))
    found = right.items.some((item) => item.kind === 'constant' && item.value === left.value);
  else if (right.kind === 'dict' && (!right.open || right.entries.has(String(left.value))))
    found = right.entries.has(String(left.value));
  else if (right.kind === 'constant' && typeof right.value === 'string')
    found = right.value.includes(String(left.value));
  return found === undefined ? UNKNOWN : constant(found === (operator === 'in'));
}

const isNumber = (value: Value): value is Value & { kind: 'constant'; value: number } =>
  value.kind === 'constant' && typeof value.value === 'number';
export const isText = (value: Value): boolean =>
  value.kind === 'text' || (value.kind === 'constant' && typeof value.value === 'string');

/** `'%s/net_%03d.pth' % (a, b)` and `sprintf`. */
export function formatted(format: Value, given: Value): Value {
  const values = given.kind === 'list' ? [...given.items] : [given];
  const parts = (textParts(format) ?? [null]).flatMap((part) => {
    if (part === null) return [null];
    return part.split(/(%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z%])/).flatMap((piece) => {
      if (piece === '%%') return ['%'];
      if (!/^%.*[a-zA-Z]$/.test(piece)) return [piece];
      const key = /^%\((\w+)\)/.exec(piece)?.[1];
      const value = key !== undefined && given.kind === 'dict' ? given.entries.get(key) : values.shift();
      // A width changes the text: 3 is 003.
      return value !== undefined && /^%(\(\w+\))?[sdi]$/.test(piece) ? (textParts(value) ?? [null]) : [null];
    });
  });
  return textOf(parts);
}

/** `'{}/{name}_{:03d}'.format(…)` and glue. */
export function formattedBraces(format: Value, positional: Value[], named: Map<string, Value>): Value {
  let next = 0;
  const parts = (textParts(format) ?? [null]).flatMap((part) => {
    if (part === null) return [null];
    return part.split(/(\{\{|\}\}|\{[^{}]*\})/).flatMap((piece) => {
      if (piece === '{{' || piece === '}}') return [piece.charAt(0)];
      const hole = /^\{([^{}:!]*)([:!][^{}]*)?\}$/.exec(piece);
      if (!hole) return [piece];
      const name = hole[1] ?? '';
      const value = name === '' ? positional[next++] : /^\d+$/.test(name) ? positional[Number(name)] : named.get(name);
      return value !== undefined && hole[2] === undefined ? (textParts(value) ?? [null]) : [null];
    });
  });
  return textOf(parts);
}

/** Parts of a path joined with `/`; an absolute part starts anew, a leading unknown folder stays a hole. */
export function joinPaths(values: Value[]): Value {
  const parts: (string | null)[] = [];
  for (const value of values) {
    const known = textParts(value) ?? [null];
    const [first] = known;
    if (first === '' && known.length === 1) continue;
    if (typeof first === 'string' && first.startsWith('/')) parts.length = 0;
    const last = parts.at(-1);
    if (parts.length > 0 && !(typeof last === 'string' && last.endsWith('/'))) parts.push('/');
    append(parts, known);
  }
  return textOf(parts);
}
