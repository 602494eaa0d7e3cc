import type { SafetyVerdict } from './assessment.js';
import lists from './callables.json' with { type: 'json' };

/*
 * The only place that knows which names are harmless and which are dangerous. Harmless is decided by whole names or by
 * classes of named packages; dangerous by prefixes, since a submodule reaches what its package reaches. Whatever is in
 * no list is `unknown`: new names never pass by being new.
 */

const DATA = new Set(lists.data);
const LIBRARY_NAMES = new Set(lists.libraryNames);
const DANGEROUS = new Set(lists.dangerous);
const SEGMENTS = new Set(lists.dangerousSegments);
const R_LIBRARY = new Set(lists.rLibrary);
const ONNX_DOMAINS = new Set(lists.onnxDomains);
const PYTHON_2 = new Map([
  ['__builtin__', 'builtins'],
  ['copy_reg', 'copyreg'],
  ['cPickle', '_pickle'],
  ['exceptions', 'builtins'],
]);
const LIBRARY_CLASSES = new Map(Object.entries(lists.libraryClasses));
const LIBRARY_FUNCTIONS = new Map(Object.entries(lists.libraryFunctions));

/** Dangerous names per observation code, for languages and graphs whose names are not Python's. */
const DANGEROUS_BY_CODE: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['keras-code', new Set(lists.kerasDangerous)],
  ['tf-op', new Set(lists.tensorflowDangerous)],
  ['torchscript-op', new Set(lists.torchscriptDangerous)],
  ['r-code', new Set(lists.rDangerous)],
]);

/** Codes that are dangerous whatever the name: their readers only report what attacks use. */
const ALWAYS_DANGEROUS = new Set(['template-injection', 'java', 'native-code', 'skops', 'set-on-global']);

/** What a careful person may say of one qualified Python name (`module.name`) that loading imports. */
export function judgeGlobal(name: string): SafetyVerdict {
  const modern = modernName(name);
  if (isDangerous(modern)) return 'dangerous';
  if (DATA.has(modern)) return 'safe';
  return LIBRARY_NAMES.has(modern) || packageOf(modern) !== null ? 'library-classes' : 'unknown';
}

/** The package whose class or function a name is, where the package is well known; null otherwise. */
export function packageOf(name: string): string | null {
  return (isClassName(name) ? longestPrefix(name, LIBRARY_CLASSES) : null) ?? longestPrefix(name, LIBRARY_FUNCTIONS);
}

/** What is said of one `callable` observation: by the lists of its language, else as a Python name. */
export function judgeCallable(code: string, name: string | undefined): SafetyVerdict {
  if (ALWAYS_DANGEROUS.has(code)) return 'dangerous';
  if (name === undefined) return 'unknown';
  const dangerous = DANGEROUS_BY_CODE.get(code);
  // R names have dots of their own: `my.source` is not `source`.
  const last = code === 'r-code' ? name.replace(/^.*::/, '') : name.slice(name.lastIndexOf('.') + 1);
  if (dangerous?.has(name) || dangerous?.has(last)) return 'dangerous';
  if (code === 'r-code')
    return /^(namespace|package):|::/.test(name) || R_LIBRARY.has(name) ? 'library-classes' : 'unknown';
  if (code === 'tf-op' || code === 'torchscript-op') return 'unknown';
  return judgeGlobal(name);
}

/** Domains of operators that no ONNX runtime brings along, sorted as given. */
export const foreignDomains = (operators: readonly string[]): string[] => [
  ...new Set(
    operators
      .filter((operator) => operator.includes('::'))
      .map((operator) => operator.slice(0, operator.lastIndexOf('::')))
      .filter((domain) => !ONNX_DOMAINS.has(domain)),
  ),
];

/** Python 2 spelled some modules differently; loaders map them. */
function modernName(name: string): string {
  const dot = name.indexOf('.');
  const modern = PYTHON_2.get(name.slice(0, dot));
  return modern === undefined ? name : modern + name.slice(dot);
}

/** The longest known prefix decides: a named class inside a package that is dangerous otherwise stays a class. */
function isDangerous(name: string): boolean {
  if (DATA.has(name)) return false;
  const segments = name.split('.');
  for (let end = segments.length; end > 0; end--) {
    const prefix = segments.slice(0, end).join('.');
    if (DANGEROUS.has(prefix)) return true;
    if (end < segments.length && isClassName(name) && LIBRARY_CLASSES.has(`${prefix}.`)) break;
  }
  return segments.slice(1).some((segment) => SEGMENTS.has(segment));
}

const isClassName = (name: string): boolean =>
  /^_?[A-Z]|^Cy[A-Z]|^__pyx_unpickle_[A-Z]/.test(name.slice(name.lastIndexOf('.') + 1));

function longestPrefix(name: string, prefixes: ReadonlyMap<string, string>): string | null {
  for (let end = name.lastIndexOf('.'); end > 0; end = name.lastIndexOf('.', end - 1)) {
    const found = prefixes.get(name.slice(0, end + 1));
    if (found !== undefined) return found;
  }
  return null;
}
