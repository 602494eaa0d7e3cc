import { itemsOf, type PickleValue, textOf } from './pickle-value.js';

/** What `rv_generic._construct_argparser` of SciPy writes, and nothing that calls anything when it is defined. */
const TEMPLATE =
  /^\n(?:def _parse_args(?:_rvs|_stats)?\(self, [\w ,=.-]*(?:moments='mv')?\):\n {4}return (?:self\._argcheck_rvs)?\([\w ,=.-]*\)[\w ,=.-]*\n\n?)+$/;

/**
 * Attributes that a class of a well-known library executes or calls as soon as it is given a state, and what honest ones are.
 * `__setstate__` of SciPy's distributions passes the template to `exec` and calls both methods (scipy/stats/_distn_infrastructure.py).
 */
const RUN: ReadonlyMap<string, (value: PickleValue | undefined) => boolean> = new Map([
  ['_parse_arg_template', (value: PickleValue | undefined) => TEMPLATE.test(textOf(value) ?? '')],
  ['_attach_methods', () => false],
  ['_attach_argparser_methods', () => false],
]);

/** States may hold mappings, and those may be made of lists of pairs. */
const DEEPEST = 3;

/** Finds attributes that run in states. Of each part only what came since the last time is looked at, however often it is given. */
export class StateSearch {
  readonly #seen = new WeakMap<object, number>();

  /** The first attribute that runs and is not what honest files hold; null where there is none. */
  find(state: PickleValue | undefined, depth = 0): string | null {
    if (state === undefined || state === null || typeof state !== 'object' || depth > DEEPEST) return null;
    if (state.kind === 'dict') return this.#among(state.keys, (i) => ranBy(state.keys[i], state.values[i]));
    if (state.kind === 'object') {
      const { entries, args, items = [] } = state;
      return this.find(entries, depth + 1) ?? this.find(args, depth + 1) ?? this.#amongItems(items, depth);
    }
    return this.#amongItems(itemsOf(state) ?? [], depth);
  }

  #amongItems(items: readonly PickleValue[], depth: number): string | null {
    return this.#among(items, (i) => {
      const pair = itemsOf(items[i]);
      return (pair?.length === 2 ? ranBy(pair[0], pair[1]) : null) ?? this.find(items[i], depth + 1);
    });
  }

  #among(list: readonly PickleValue[], ask: (index: number) => string | null): string | null {
    const from = this.#seen.get(list) ?? 0;
    this.#seen.set(list, list.length);
    for (let i = from; i < list.length; i++) {
      const found = ask(i);
      if (found !== null) return found;
    }
    return null;
  }
}

/** The attribute, where it runs with this value. */
function ranBy(key: PickleValue | undefined, value: PickleValue | undefined): string | null {
  const name = keyText(key);
  const isHonest = name === undefined ? undefined : RUN.get(name);
  return isHonest === undefined || isHonest(value) ? null : (name as string);
}

/** Text of a key, also where a call makes it of one text (`str(b'…', 'latin1')`). */
function keyText(key: PickleValue | undefined): string | undefined {
  if (key === undefined || key === null || typeof key !== 'object' || key.kind !== 'object') return textOf(key);
  return textOf(itemsOf(key.args)?.[0]);
}
