import {
  describeTarget,
  INSTANCE_MAKER,
  itemsOf,
  type PickleCallKind,
  type PickleGlobal,
  type PickleValue,
  RECONSTRUCTOR,
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

export function newTouch(
  how: PickleTouch['how'],
  target: PickleValue,
  offset: number,
  attribute: string | undefined,
): PickleTouch {
  const isObject = target !== null && typeof target === 'object';
  const isOwn = isObject && (target.kind === 'object' || target.kind === 'global');
  const touch: PickleTouch = { how, target: describeTarget(target), targetKind: isOwn ? target.kind : 'value', offset };
  if (attribute !== undefined) touch.attribute = attribute;
  return touch;
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

/** What keeps a callable that it gets, and does not call it while the pickle is loaded. */
const KEEPERS =
  /^(builtins|__builtin__|collections|functools|numpy(\._?core)?\.(multiarray|records)|numpy\.ma\.core)\.(getattr|defaultdict|OrderedDict|partial|list|tuple|dict|set|frozenset|_reconstruct|_mareconstruct)$/;
/** Arguments of one call that are looked at, and items of each. */
const MOST_ARGUMENTS = 100;

/** Tells of the names that a call hands on, whether in calling them more than an instance is made: whoever gets a callable may call it. */
export function eachHandedOn(
  to: string,
  args: PickleValue,
  keywords: PickleValue | undefined,
  tell: (name: PickleGlobal, constructs: boolean) => void,
): void {
  const items = itemsOf(args) ?? [];
  const one = (value: PickleValue | undefined, constructs: boolean): boolean => {
    if (value === undefined || value === null || typeof value !== 'object' || value.kind !== 'global') return false;
    if (!KEEPERS.test(to)) tell(value, constructs);
    return true;
  };
  if (INSTANCE_MAKER.test(to)) one(items[0], false);
  else if (RECONSTRUCTOR.test(to)) one(items[1], true);
  else
    for (const given of keywords === undefined ? [items] : [items, valuesOf(keywords)])
      for (let i = 0; i < given.length && i < MOST_ARGUMENTS; i++) {
        if (one(given[i], true)) continue;
        const inside = itemsOf(given[i]);
        for (let j = 0; inside !== null && j < inside.length && j < MOST_ARGUMENTS; j++) one(inside[j], true);
      }
}

const valuesOf = (value: PickleValue): readonly PickleValue[] =>
  value !== null && typeof value === 'object' && value.kind === 'dict' ? value.values : [];
