import { callableOf } from './pickle-callables.js';
import { evaluatesFormula } from './pickle-formula.js';
import { calleeName, className, type PickleDict, type PickleObject, type PickleValue, textOf } from './pickle-value.js';

/** What `rv_generic._construct_argparser` of SciPy writes, and nothing that calls anything when it is defined. */
const TEMPLATE =
  /^\n(?:def _parse_args(?:_rvs|_stats)?\(self, [\w ,=.-]*(?:moments='mv')?\):\n {4}return (?:self\._argcheck_rvs)?\([\w ,=.-]*\)[\w ,=.-]*\n\n?)+$/;

/**
 * Attributes that a class of a well-known library executes or calls as soon as it is given a state, and what honest ones are.
 * `__setstate__` of SciPy's distributions passes the template to `exec` and calls both methods (scipy/stats/_distn_infrastructure.py).
 */
const RUN: ReadonlyMap<string, (value: PickleValue) => boolean> = new Map([
  ['_parse_arg_template', (value: PickleValue) => TEMPLATE.test(textOf(value) ?? '')],
  ['_attach_methods', () => false],
  ['_attach_argparser_methods', () => false],
  // An instance keeps these as any other attribute, and `pickle` and `copy` call them like methods.
  ...['__setstate__', '__reduce__', '__reduce_ex__', '__copy__', '__deepcopy__'].map(
    (name) => [name, () => false] as const,
  ),
]);

/** Classes of distributions, here and in packages that derive theirs: `norm_gen`, `rv_histogram`. */
const DISTRIBUTION = /(^|\.)(rv_\w+|\w+_gen)$/;
/** The attribute of a state that may hold any: only a plain dictionary shows which it has. */
const ANY = 'something else than a dictionary of names';

/**
 * Notes what an entry means where the dictionary is set as a state. Each is looked at when it is set, however often the
 * dictionary is given.
 */
export function noteEntry(dict: PickleDict, key: PickleValue, value: PickleValue): void {
  const name = textOf(key);
  if (name === undefined) dict.hasOtherKeys = true;
  else if (RUN.get(name)?.(value) === false) dict.runs ??= name;
}

/** True where a state was set before that may hold anything: `__setstate__`, too. */
function isMadeOfMany(target: PickleValue): boolean {
  if (target === null || typeof target !== 'object' || target.kind !== 'object' || target.state === undefined)
    return false;
  const { state } = target;
  return state === null || typeof state !== 'object' || state.kind !== 'dict' || state.hasOtherKeys !== undefined;
}

/** What a call gave out that was made elsewhere: nobody can tell which methods of it run. */
const GIVEN = 'what another call gave out';

const isGivenOut = (target: PickleValue): boolean => callableOf(calleeName(target) ?? '').givesOut;

/** What runs where items are added: methods of that name, which an instance may have out of its state. No writer adds any behind it. */
export function runByItems(target: PickleObject, how: 'append' | 'additem'): string | null {
  if (isGivenOut(target)) return GIVEN;
  return target.state === undefined ? null : how;
}

/** The first attribute of a state that runs and is not what honest files hold; null where there is none. */
export function runByState(target: PickleValue, state: PickleValue): string | null {
  if (isGivenOut(target)) return GIVEN;
  if (isMadeOfMany(target)) return ANY;
  if (evaluatesFormula(className(target), state)) return 'formula';
  const isDict = state !== null && typeof state === 'object' && state.kind === 'dict';
  if (isDict && (state.runs !== undefined || !state.hasOtherKeys)) return state.runs ?? null;
  // What updates a dictionary may be pairs, and whatever makes some: nobody writes distributions so.
  return DISTRIBUTION.test(className(target) ?? '') ? ANY : null;
}
