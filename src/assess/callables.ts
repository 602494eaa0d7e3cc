import { createRequire } from 'node:module';
import { once } from '../bytes/once.js';
import { oncePerText } from '../bytes/once-per.js';
import type { SafetyVerdict } from './assessment.js';
import lists from './callables.json' with { type: 'json' };
import knownOperators from './known-operators.json' with { type: 'json' };
import { libraryModule } from './library-names.js';

/*
 * The only place that knows which names are harmless and which are dangerous. Harmless is decided by whole names alone;
 * dangerous by prefixes, since a submodule reaches what its package reaches. Whatever is in no list is `unknown`: new
 * names never pass by being new, and no name passes for standing in a well-known package.
 */

const setOf = (list: Exclude<keyof typeof lists, 'python2Modules' | 'python2Names'>): (() => ReadonlySet<string>) =>
  once(() => new Set(lists[list]));
const DATA = setOf('data');
/** Names that make no data, but that honest files refer to; stronger than a dangerous prefix. */
const LIBRARY_NAMES = setOf('libraryNames');
/** Names that honest files refer to, and that run what other bytes say. */
const OPAQUE = setOf('opaque');
const DANGEROUS = setOf('dangerous');
/** Names that are harmless as a reference, and that open a file or change what others use when they are called. */
const DANGEROUS_CALLS = setOf('dangerousCalls');
/** Last parts of names that say in every library that files, addresses or code are reached; counted where they are called. */
const CALLED_ENDINGS = setOf('calledEndings');
const SEGMENTS = setOf('dangerousSegments');
const R_LIBRARY = setOf('rLibrary');
const R_DANGEROUS = setOf('rDangerous');
const R_USUAL_IN_PACKAGES = setOf('rUsualInPackages');
/**
 * Operators by domain that a runtime brings along and that only compute; of `com.microsoft` those of ONNX Runtime's own
 * kernels, without the ones that run Python or code that the node carries.
 */
const OPERATORS = once(
  () => new Map(Object.entries(knownOperators).map(([domain, names]) => [domain, new Set(names.split(' '))])),
);
/** Domains of TorchScript, which torch judges operator by operator. */
const TORCHSCRIPT_DOMAINS = new Set(['aten', 'prim']);
/** What Python 3 imports where an old pickle names a module or a name of Python 2 (`_compat_pickle` of the standard library). */
const PYTHON_2_MODULES = once(() => new Map(Object.entries(lists.python2Modules)));
const PYTHON_2_NAMES = once(() => new Map(Object.entries(lists.python2Names)));

/** Names per module that hand what they are called with to what reaches outside, as `scripts/reaching-names.py` found them. */
const REACHING = once(
  (): ReadonlyMap<string, string> => new Map(Object.entries(createRequire(import.meta.url)('./reaching-names.json'))),
);

/** True where calling a name hands its arguments to what executes, opens or imports them. */
const reachesOutside = oncePerText((name: string): boolean => {
  for (let end = name.lastIndexOf('.'); end > 0; end = name.lastIndexOf('.', end - 1)) {
    const names = REACHING().get(name.slice(0, end));
    if (names !== undefined) return ` ${names} `.includes(` ${name.slice(end + 1)} `);
  }
  return false;
});

/** Dangerous names per observation code, for languages and graphs whose names are not Python's. */
const DANGEROUS_BY_CODE: ReadonlyMap<string, () => ReadonlySet<string>> = new Map([
  ['keras-code', setOf('kerasDangerous')],
  ['tf-op', setOf('tensorflowDangerous')],
  ['torchscript-op', setOf('torchscriptDangerous')],
  ['r-code', R_DANGEROUS],
  // Packages remove files that they made, compile what they wrote and run it (rstan, cmdstanr); whoever only says to be one may do so too.
  ['r-package-code', once(() => new Set([...R_DANGEROUS()].filter((name) => !R_USUAL_IN_PACKAGES().has(name))))],
]);

/** Codes that are dangerous whatever the name: their readers only report what attacks use. */
const ALWAYS_DANGEROUS = new Set([
  'template-injection',
  'java',
  'native-code',
  'paddle-op',
  'skops',
  'set-on-global',
  'run-state',
  'computed-call',
]);

/** What a careful person may say of one qualified Python name (`module.name`) that loading imports. */
export const judgeGlobal = oncePerText((name: string): SafetyVerdict => {
  const verdict = judgeListed(name);
  return verdict === 'unknown' && isKeptMethod(modernName(name)) ? 'library-classes' : verdict;
});

/** Methods that honest instances keep: discrete distributions of SciPy the one that they make a vector of. */
const KEPT_METHODS = setOf('keptMethods');

const NEW = '.__new__';
/** The class that `C.__new__` makes an instance of, without its constructor as opcodes do; other names as they are. */
const madeBy = (name: string): string => (name.endsWith(NEW) ? name.slice(0, -NEW.length) : name);

/** Such a method of a listed class, which runs nothing where it is only kept. */
function isKeptMethod(name: string): boolean {
  const dot = name.lastIndexOf('.');
  const owner = name.slice(0, dot);
  return KEPT_METHODS().has(name.slice(dot + 1)) && (LIBRARY_NAMES().has(owner) || packageOf(owner) !== null);
}

/** The same by the lists alone. */
const judgeListed = oncePerText((name: string): SafetyVerdict => {
  const owner = madeBy(name);
  const modern = modernName(owner);
  if (DATA().has(modern)) return 'safe';
  if (LIBRARY_NAMES().has(modern)) return 'library-classes';
  if (OPAQUE().has(modern)) return 'unknown';
  if (isDangerous(modern) || isDangerous(owner)) return 'dangerous';
  if (packageOf(modern) !== null) return 'library-classes';
  return walksIntoDanger(modern) ? 'dangerous' : 'unknown';
});

/** A constant of a class, as members of enumerations are, which early versions of Python 3.11 fetch by `getattr`. */
const CONSTANT = /(?<=\w)\.[A-Z][A-Z0-9_]*$/;

/** The package that defines a name, where the name is one of a well-known package, or a constant of one; null otherwise. */
export function packageOf(name: string): string | null {
  // Classes of TorchScript are code in the same file.
  if (name.startsWith('__torch__.')) return 'torch';
  for (let end = name.lastIndexOf('.'); end > 0; end = name.lastIndexOf('.', end - 1)) {
    const library = libraryModule(name.slice(0, end));
    const inside = name.slice(end + 1);
    if (library?.names.has(inside) || library?.names.has(inside.replace(CONSTANT, ''))) return library.package;
  }
  return null;
}

/** What is said of one `callable` observation: by the lists of its language, else as a Python name. */
export function judgeCallable(code: string, name: string | undefined): SafetyVerdict {
  if (ALWAYS_DANGEROUS.has(code)) return 'dangerous';
  if (name === undefined) return 'unknown';
  if (code === 'attribute-walk') return reachesByWalking(name) ? 'dangerous' : 'safe';
  if (CALLS.has(code) && isDangerousCall(modernName(name), code !== 'object-made')) return 'dangerous';
  const dangerous = DANGEROUS_BY_CODE.get(code)?.();
  // R names have dots of their own: `my.source` is not `source`.
  const isR = code === 'r-code' || code === 'r-package-code';
  const last = isR ? name.replace(/^.*::/, '') : name.slice(name.lastIndexOf('.') + 1);
  if (dangerous?.has(name) || dangerous?.has(last)) return 'dangerous';
  if (isR && R_USUAL_IN_PACKAGES().has(name)) return 'unknown';
  if (isR) return /^(namespace|package):|::/.test(name) || R_LIBRARY().has(name) ? 'library-classes' : 'unknown';
  if (code === 'tf-op' || code === 'torchscript-op') return 'unknown';
  if (!CALLS.has(code)) return judgeGlobal(name);
  const verdict = code === 'handed-call' ? judgeGlobal(name) : judgeListed(name);
  return verdict === 'unknown' && CALLED_ENDINGS().has(last) ? 'dangerous' : verdict;
}

/** Codes of what a pickle calls: `object-made` makes an instance without its constructor. */
const CALLS = new Set(['global-call', 'handed-call', 'object-made']);

function isDangerousCall(name: string, constructs: boolean): boolean {
  if (DANGEROUS_CALLS().has(name) || (constructs && DANGEROUS_CALLS().has(`${name}.__init__`))) return true;
  // These were looked at one by one.
  if (DATA().has(name) || LIBRARY_NAMES().has(name)) return false;
  return reachesOutside(name) || (constructs && reachesOutside(`${name}.__init__`));
}

/** Attributes that lead from a module to another one that it imports: `pickle.loads` of `joblib.numpy_pickle`. */
function reachesByWalking(attributes: string): boolean {
  const parts = madeBy(attributes).split('.');
  return parts.slice(0, -1).some((_, start) => isDangerous(parts.slice(start).join('.')));
}

/** Operators with a domain that no runtime brings along; operators without one are what the format itself defines. */
export const foreignOperators = (operators: readonly string[]): string[] =>
  operators.filter((operator) => {
    const at = operator.lastIndexOf('::');
    const domain = operator.slice(0, Math.max(at, 0));
    return (
      at >= 0 &&
      !TORCHSCRIPT_DOMAINS.has(domain) &&
      !OPERATORS()
        .get(domain)
        ?.has(operator.slice(at + 2))
    );
  });

/** Python 2 spelled some names differently; loaders map them. */
function modernName(name: string): string {
  const dot = name.indexOf('.');
  const modern = PYTHON_2_MODULES().get(name.slice(0, dot));
  return PYTHON_2_NAMES().get(name) ?? (modern === undefined ? name : modern + name.slice(dot));
}

/** Attributes by which a walk leaves what it started from: `__globals__`, `__class__`, `__init__`, `__reduce__`. */
const UNDERSCORED = /^__\w+__$/;

/** No listed name has more parts: what comes behind them is below the name. */
const mostParts = once(() => Math.max(...lists.dangerous.map((name) => name.split('.').length)));

/** A name of the list or below one, or a walk over attributes through one of the modules that reach everything. */
function isDangerous(name: string): boolean {
  const parts = name.split('.');
  if (beginsInList(parts, 0, 1)) return true;
  // Modules of the standard library import others under names with underscores: `random._os`.
  return parts
    .slice(1)
    .some((part) => SEGMENTS().has(part) || SEGMENTS().has(part.replace(/^_+/, '')) || UNDERSCORED.test(part));
}

/** A walk to a name of several parts, or below one, through a module that imports it: `transformers.trainer.torch.hub.load`. */
function walksIntoDanger(name: string): boolean {
  const parts = name.split('.');
  return parts.some((_, start) => start > 0 && beginsInList(parts, start, 2));
}

function beginsInList(parts: readonly string[], start: number, fewest: number): boolean {
  for (let count = fewest; count <= Math.min(parts.length - start, mostParts()); count++)
    if (DANGEROUS().has(parts.slice(start, start + count).join('.'))) return true;
  return false;
}
