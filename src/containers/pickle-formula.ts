import { entryOf, type PickleValue, textOf } from './pickle-value.js';

/** Classes whose `__setstate__` evaluates the formula in the state (statsmodels/base/data.py). */
const EVALUATES = /^statsmodels\.base\.data\.\w+$/;
/**
 * Calls that no term of a formula needs: names with two underscores, functions that execute, import or open, methods that
 * call what they get, and attributes of anything but NumPy that speak of files or code.
 */
const REACHES =
  /__|\b(?:eval|exec|compile|open|input|getattr|setattr|delattr|globals|locals|vars|breakpoint|import_module)\s*\(|\.\s*(?:apply|applymap|map|pipe|agg|aggregate|transform|eval|query|system|popen|run|call|load\w*|read\w*|save\w*|from\w+|to_?\w*|memmap|\w*[oO]pen\w*|\w*exec\w*|\w*txt|\w*[sS]ource|unlink|remove|rmtree|mkdir)\s*\(|\b(?:os|sys|subprocess|builtins|importlib|shutil|pickle|ctypes|socket|runpy)\s*\./;

/** True where setting a state evaluates a formula that is more than terms of a model. */
export function evaluatesFormula(className: string | undefined, state: PickleValue): boolean {
  if (className === undefined || !EVALUATES.test(className)) return false;
  const isPlain = state !== null && typeof state === 'object' && state.kind === 'dict' && !state.hasOtherKeys;
  if (!isPlain) return true;
  const formula = entryOf(state, 'formula') ?? null;
  if (formula === null) return false;
  const text = textOf(formula);
  return text === undefined || REACHES.test(text);
}
