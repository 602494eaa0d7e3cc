import type { CallEvent, Origin, Value, ValueOf } from './value.js';

export const UNKNOWN: Value = { kind: 'unknown' };
export const NONE: Value = { kind: 'constant', value: null };
export const constant = (value: string | number | boolean | null): ValueOf<'constant'> => ({ kind: 'constant', value });

/** A constant with the place where it was written. Written out, since engines are slow to add to what they copied. */
export const writtenAt = ({ value, derived, float }: ValueOf<'constant'>, origin: Origin): ValueOf<'constant'> => ({
  kind: 'constant',
  value,
  origin,
  ...(derived !== undefined && { derived }),
  ...(float !== undefined && { float }),
});

/** The text that a value is or may be, with null for what is not known; undefined where it is no text. */
export function textParts(value: Value): (string | null)[] | undefined {
  if (value.kind === 'text') return value.parts;
  if (value.kind === 'constant') return value.value === null ? undefined : [printed(value)];
  if (value.kind === 'either') return value.options.map(textParts).find((parts) => parts !== undefined);
  return undefined;
}

/** A number as Python prints it: 1.0 keeps its point. */
const printed = (value: ValueOf<'constant'>): string =>
  value.float === true && Number.isInteger(value.value) ? `${String(value.value)}.0` : String(value.value);

/** No path or name is longer; what grows beyond is a program that builds data. */
const MAX_TEXT = 4096;
const MAX_PARTS = 256;

/** Joins texts and holes; a constant where nothing is unknown. */
export function textOf(parts: (string | null)[]): Value {
  if (parts.length > MAX_PARTS) return UNKNOWN;
  const joined: (string | null)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part === null ? last === null : part === '') continue;
    if (part !== null && typeof last === 'string') joined[joined.length - 1] = last + part;
    else joined.push(part);
  }
  if (joined.reduce((sum, part) => sum + (part?.length ?? 0), 0) > MAX_TEXT) return UNKNOWN;
  if (joined.every((part) => part !== null)) return constant(joined.join(''));
  return { kind: 'text', parts: joined };
}

/** A pattern with `*` for what is not known: `*.pth`. Undefined where nothing at all is known. */
export function pattern(value: Value | undefined): string | undefined {
  const parts = value === undefined ? undefined : textParts(value);
  if (parts === undefined) return undefined;
  const text = parts
    .map((part) => part ?? '*')
    .join('')
    .replace(/\*+/g, '*');
  return /[^*./\s]/.test(text) ? text : undefined;
}

/** A text known in full. */
export function knownText(value: Value | undefined): string | undefined {
  if (value?.kind === 'either') return value.options.map(knownText).find((text) => text !== undefined);
  return value?.kind === 'constant' && typeof value.value === 'string' ? value.value : undefined;
}

/** True, false, or undefined where it is not known which. */
export function truth(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'constant':
      return Boolean(value.value);
    case 'text':
      return value.parts.some((part) => part !== null && part !== '') ? true : undefined;
    case 'list':
      return value.items.length > 0 ? true : undefined;
    case 'function':
    case 'class':
    case 'instance':
    case 'module':
      return true;
    case 'either': {
      const [first, ...rest] = value.options.map(truth);
      return rest.every((other) => other === first) ? first : undefined;
    }
    default:
      return undefined;
  }
}

/** At most this many possibilities of one value are kept. */
const MAX_OPTIONS = 6;

/** One of two values; known ones are kept, unknown ones only when there is nothing else. */
export function either(a: Value, b: Value): Value {
  if (same(a, b)) return a;
  const options = [a, b].flatMap((value) => (value.kind === 'either' ? value.options : [value]));
  const known = options.filter((value) => value.kind !== 'unknown');
  const different: Value[] = [];
  for (const value of known) if (!different.some((other) => same(other, value))) different.push(value);
  if (different.length === 0) return a;
  const [only] = different;
  if (different.length === 1 && only) return only;
  return { kind: 'either', options: different.slice(0, MAX_OPTIONS) };
}

export const same = (a: Value, b: Value): boolean =>
  a === b ||
  (a.kind === 'constant' && b.kind === 'constant' && a.value === b.value) ||
  (a.kind === 'external' && b.kind === 'external' && a.path === b.path);

/** The possibilities of a value, itself where there is but one. */
export const options = (value: Value): Value[] => (value.kind === 'either' ? value.options : [value]);

/** The argument at a position or by one of its names. */
export function argument(event: CallEvent, position: number | undefined, ...names: string[]): Value | undefined {
  for (const name of names) {
    const value = event.named.get(name);
    if (value !== undefined) return value;
  }
  return position === undefined ? undefined : event.positional[position];
}
