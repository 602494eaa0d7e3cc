import { className, type PickleDict, type PickleValue, textOf } from './pickle-value.js';

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

/** Classes of distributions, here and in packages that derive theirs: `norm_gen`, `rv_histogram`. */
const DISTRIBUTION = /(^|\.)(rv_\w+|\w+_gen)$/;
/** The attribute of a state that may hold any: only a plain dictionary shows which it has. */
const ANY = 'something else than a dictionary of names';

/** Finds attributes that run in states. Of each dictionary only what came since the last time is looked at, however often it is given. */
export class StateSearch {
  readonly #seen = new WeakMap<PickleDict, { entries: number; isPlain: boolean; found: string | null }>();

  /** The first attribute that runs and is not what honest files hold; null where there is none. */
  find(target: PickleValue, state: PickleValue): string | null {
    const isDict = state !== null && typeof state === 'object' && state.kind === 'dict';
    const { isPlain, found } = isDict ? this.#look(state) : { isPlain: false, found: null };
    // What updates a dictionary may be pairs, and whatever makes some: nobody writes distributions so.
    return found ?? (!isPlain && DISTRIBUTION.test(className(target) ?? '') ? ANY : null);
  }

  #look(state: PickleDict): { isPlain: boolean; found: string | null } {
    const seen = this.#seen.get(state) ?? { entries: 0, isPlain: true, found: null };
    this.#seen.set(state, seen);
    for (; seen.entries < state.keys.length; seen.entries++) {
      const name = textOf(state.keys[seen.entries]);
      const isHonest = RUN.get(name ?? '');
      seen.isPlain &&= name !== undefined;
      if (isHonest?.(state.values[seen.entries]) === false) seen.found ??= name ?? null;
    }
    return seen;
  }
}
