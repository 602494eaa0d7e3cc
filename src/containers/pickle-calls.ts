import { FormatError } from '../bytes/format-error.js';
import { type Callable, callableOf } from './pickle-callables.js';
import {
  calleeName,
  className,
  describeTarget,
  globalName,
  itemsOf,
  type PickleCallKind,
  type PickleGlobal,
  type PickleObject,
  type PickleValue,
  textOf,
} from './pickle-value.js';

/** One callable and its first call. */
export interface PickleCall {
  name: string;
  how: PickleCallKind;
  args: PickleValue;
  offset: number;
  count: number;
  /** What is called was itself computed while loading, in one call at least: `methodcaller(…)(…)`. */
  computed?: true;
  /** One call at least is more than making an instance without its constructor. */
  constructs: boolean;
  /** It is only handed to other callables, which may call it. */
  handed: boolean;
}

/** Something set on a value that is not the plain container for it: BUILD, SETITEM, APPEND, ADDITEMS; or a state that runs. */
export interface PickleTouch {
  how: 'build' | 'setitem' | 'append' | 'additem' | 'run-state';
  /** Name of the callable that made the target, or of the target itself where it is a global; else what it is. */
  target: string;
  targetKind: 'object' | 'global' | 'value';
  /** Of a state that runs: the attribute that does. */
  attribute?: string;
  offset: number;
}

/** What was set on values, each kind of it on each name once. */
export class PickleTouches {
  readonly all: PickleTouch[] = [];
  readonly #known = new Map<PickleTouch['how'], Set<string>>();

  add(how: PickleTouch['how'], target: PickleValue, offset: number, attribute?: string): void {
    const name = describeTarget(target);
    let known = this.#known.get(how);
    if (known === undefined) {
      known = new Set();
      this.#known.set(how, known);
    }
    const key = attribute === undefined ? name : `${name} ${attribute}`;
    if (known.has(key)) return;
    known.add(key);
    const isObject = target !== null && typeof target === 'object';
    const isOwn = isObject && (target.kind === 'object' || target.kind === 'global');
    const touch: PickleTouch = { how, target: name, targetKind: isOwn ? target.kind : 'value', offset };
    if (attribute !== undefined) touch.attribute = attribute;
    this.all.push(touch);
  }
}

export const newCall = (name: string, how: PickleCallKind, args: PickleValue, offset: number): PickleCall => ({
  name,
  how,
  args,
  offset,
  count: 0,
  constructs: false,
  handed: false,
});

/** Adds a name that a call hands on to the calls by name: whoever is called may call it. */
export function noteHanded(
  calls: Map<string, PickleCall>,
  handed: PickleGlobal,
  constructs: boolean,
  at: number,
): void {
  const name = globalName(handed) as string;
  const known = calls.get(name);
  if (known !== undefined) known.constructs ||= constructs;
  else calls.set(name, { ...newCall(name, 'newobj', null, at), constructs, handed: constructs, count: 1 });
}

const BEYOND_BYTES = /[^\u0000-\u00ff]/;

/** The text that a call is given to encode as Latin-1; null for other encodings. */
export function latin1Given(args: PickleValue): string | null {
  const [text, encoding] = itemsOf(args) ?? [];
  return typeof text === 'string' && textOf(encoding) === 'latin1' && !BEYOND_BYTES.test(text) ? text : null;
}

/** Arguments of one call that are looked at, and items of each. */
const MOST_ARGUMENTS = 100;
/** Containers of one call that are looked into, and how deep. */
const MOST_INSIDE = 200;
const DEEPEST_INSIDE = 8;
/** Arguments of all calls of one pickle, as often as they are handed on: the memo hands the same thousands to every call. */
const MOST_LOOKED_AT = 100_000_000;

/** Counts the arguments that are looked at. */
export class Arguments {
  #left = MOST_LOOKED_AT;

  /** Throws FormatError where there are more than any writer has. */
  count(): void {
    if (--this.#left < 0)
      throw new FormatError('resource-limit', `expected at most ${MOST_LOOKED_AT} arguments of calls, found more`);
  }
}

/** Tells of the names that a call hands on, whether in calling them more than an instance is made: whoever gets a callable may call it. */
export function eachHandedOn(
  to: Callable,
  args: PickleValue,
  keywords: PickleValue | undefined,
  looked: Arguments,
  tell: (name: PickleGlobal, constructs: boolean) => void,
): void {
  const items = itemsOf(args) ?? [];
  const one = (value: PickleValue | undefined, constructs: boolean): boolean => {
    if (value === undefined || value === null || typeof value !== 'object' || value.kind !== 'global') return false;
    tell(value, constructs);
    return true;
  };
  if (to.makesInstance) one(items[0], false);
  else if (to.reconstructs) one(items[1], true);
  else if (!to.keeps) {
    let left = MOST_INSIDE;
    const each = (given: readonly PickleValue[], depth: number): void => {
      for (let i = 0; i < given.length && i < MOST_ARGUMENTS; i++) {
        looked.count();
        if (one(given[i], true)) continue;
        const inside = depth < DEEPEST_INSIDE ? insideOf(given[i]) : null;
        if (inside !== null && left-- > 0) each(inside, depth + 1);
      }
    };
    each(items, 0);
    if (keywords !== undefined) each(valuesOf(keywords), 0);
  }
}

const insideOf = (value: PickleValue | undefined): readonly PickleValue[] | null =>
  itemsOf(value) ?? (value !== null && typeof value === 'object' && value.kind === 'dict' ? value.values : null);

/** What a partial will call, and with what, where its state is set: `(function, arguments, keywords, attributes)`. */
export function eachPrepared(
  target: PickleValue,
  state: PickleValue,
  looked: Arguments,
  tell: (name: PickleGlobal, constructs: boolean) => void,
): void {
  const partial = callableOf(className(target) ?? '');
  if (!partial.prepares) return;
  const [maker, given, keywords] = itemsOf(state) ?? [];
  const items = itemsOf(given) ?? [];
  // What protocols 2 and 3 write for an instance with keywords (`preparedInstance`).
  const [type] = items;
  if (globalName(type) !== undefined && globalName(maker) === `${globalName(type)}.__new__`)
    tell(type as PickleGlobal, false);
  else {
    const args: PickleValue = { kind: 'tuple', items: maker === undefined ? items : [maker, ...items] };
    eachHandedOn(partial, args, keywords, looked, tell);
  }
}

/** True where what is called, or the class that an instance is made of, was itself made while loading. */
function isOfMadeClass(to: Callable, args: PickleValue): boolean {
  const items = itemsOf(args) ?? [];
  if (to.makesClass) return items.length !== 1;
  const classes = to.makesInstance ? items.slice(0, 1) : to.reconstructs ? items.slice(0, 2) : [];
  return classes.some(
    (type) => type !== null && typeof type === 'object' && (type.kind === 'object' || type.kind === 'unknown'),
  );
}

/** True where a loader of bytes is given some that a call made of others: nobody can read what it loads. */
const loadsMadeBytes = (to: Callable, args: PickleValue): boolean =>
  to.loads &&
  (itemsOf(args) ?? []).slice(0, MOST_ARGUMENTS).some((value) => {
    const name = calleeName(value);
    return name !== undefined && callableOf(name).makesBytes && itemsOf((value as PickleObject).args)?.length !== 0;
  });

const valuesOf = (value: PickleValue): readonly PickleValue[] =>
  value !== null && typeof value === 'object' && value.kind === 'dict' ? value.values : [];

/**
 * `partial(C.__new__, C, …)()`, in which protocols 2 and 3 write what NEWOBJ_EX does since: an instance with keywords. The
 * state of the partial says what it calls, whatever it was made with.
 */
export function preparedInstance(
  callee: PickleValue,
  args: PickleValue,
): [type: PickleGlobal, args: PickleValue, keywords: PickleValue] | null {
  if (calleeName(callee) !== 'functools.partial' || itemsOf(args)?.length !== 0) return null;
  const [maker, given, keywords] = itemsOf((callee as PickleObject).state) ?? [];
  const [type, ...items] = itemsOf(given) ?? [];
  const name = globalName(type);
  if (name === undefined || globalName(maker) !== `${name}.__new__` || keywords === undefined) return null;
  return [type as PickleGlobal, { kind: 'tuple', items }, keywords];
}

/** True where nobody can tell what a call does, since what matters is made while loading. */
export const isMadeWhileLoading = (to: Callable, args: PickleValue): boolean =>
  isOfMadeClass(to, args) || loadsMadeBytes(to, args);
