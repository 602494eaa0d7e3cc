import { append } from '../bytes/append.js';
import { byBytes } from '../bytes/order.js';
import type { RObject, RSerialization } from '../containers/r-serialization.js';
import type { Observation } from './format.js';
import type { RGraph } from './r-graph.js';
import operators from './r-operators.json' with { type: 'json' };

/** Names that are the language's own syntax: every expression has them. */
const SYNTAX = new Set([...Object.keys(operators.binary), ...Object.keys(operators.unary), ...operators.syntax]);
/** Functions that call the function they get by name. */
const BY_NAME = new Set(operators.byName);
/** Functions that reach out of R, or make code of text: processes, files, network, foreign code, parsers. */
const REACHING = new Set(operators.reaching);
/** Functions that R calls by itself when a workspace is loaded or left. */
const START_UP = new Set(operators.startUp);
const reaches = (called: string): boolean => REACHING.has(called) || REACHING.has(called.replace(/^.*::/, ''));
const ASSIGNS = new Set(['<-', '<<-', '=']);
/** What lies in a package does, or what says that it does; of R itself nothing is saved but its names. */
const codeOf = (library: string | null): string =>
  library === null || library === 'base' ? 'r-code' : 'r-package-code';
/** Names told of one file. */
const MOST_NAMES = 200;

/**
 * What of a file runs or may run: unevaluated promises with calls, active bindings, functions of no package. Functions
 * of packages are told by their namespace, and by what they call only where that reaches out of R.
 */
export function observeCode(value: RObject, graph: RGraph, header: RSerialization['header']): Observation[] {
  const observations: Observation[] = [];
  const told = new Set<string>();
  const tell = (name: string, message: string, member?: string, code = codeOf(null)): void => {
    if (told.has(`${code} ${name}`) || told.size >= MOST_NAMES) return;
    told.add(`${code} ${name}`);
    observations.push({
      kind: 'callable',
      code,
      message,
      name,
      ...(member !== undefined && member !== '' && { member }),
    });
  };
  if (header.magic !== null && value.kind === 'pairlist') {
    for (const { tag, value: object } of value.items)
      if (tag !== null && START_UP.has(tag) && object.kind === 'closure')
        tell(tag, `expected data, found the function ${tag}, which R calls by itself`, tag);
  }
  for (const { tag } of graph.activeBindings)
    tell(
      'active-binding',
      `expected variables, found the active binding ${JSON.stringify(tag ?? '')}, which calls a function when it is read`,
      tag ?? '',
    );
  for (const { name, promise } of graph.promises)
    for (const called of calledIn(promise.expression))
      tell(
        called,
        `expected values, found the unevaluated variable ${JSON.stringify(name)}, which calls ${called} when it is read`,
        name,
        codeOf(namespaceAbove(promise.environment)),
      );
  for (const called of calledIn(...graph.formulas))
    if (reaches(called)) tell(called, `expected variables in formulas, found one that calls ${called}`);
  for (const closure of graph.closures) {
    const library = namespaceAbove(closure.environment);
    for (const called of calledIn(closure.body, closure.formals)) {
      if (library === null)
        tell(called, `expected functions of packages, found a function of its own that calls ${called}`);
      else if (reaches(called)) {
        const message = `expected functions of ${library} as the package has them, found one that calls ${called}`;
        tell(called, message, undefined, codeOf(library));
      }
    }
  }
  for (const { kind, name, version } of [...graph.namespaces.values(), ...graph.packages.values()])
    tell(
      `${kind}:${name.replace(/^package:/, '')}`,
      `expected data, found functions of the package ${name}${version === '' ? '' : ` ${version}`}`,
    );
  return observations;
}

/** True where reading the file back makes functions or loads packages. */
export const hasCode = (graph: RGraph): boolean =>
  graph.closures.length + graph.namespaces.size + graph.byteCodes + graph.activeBindings.length > 0 ||
  graph.promises.some(({ promise }) => promise.expression.kind === 'call' || promise.expression.kind === 'bytecode');

/** The package that an environment is the namespace of, or lies inside; null for none. Whoever writes a file can say so of any function. */
function namespaceAbove(environment: RObject | null): string | null {
  const seen = new Set<RObject>();
  let at = environment;
  while (at?.kind === 'environment' && !seen.has(at)) {
    seen.add(at);
    at = at.enclosure;
  }
  if (at?.kind === 'namespace' || at?.kind === 'package') return at.name;
  return at?.kind === 'base' || at?.kind === 'base-namespace' ? 'base' : null;
}

/** Names of the functions that expressions call, without the language's own syntax; `pkg::name` as written. */
function calledIn(...roots: RObject[]): string[] {
  const names = new Set<string>();
  const seen = new Set<RObject>();
  const stack: RObject[] = [...roots];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (value.kind === 'bytecode') append(stack, value.constants);
    else if (value.kind === 'call' || value.kind === 'pairlist') {
      if (value.kind === 'call')
        noteCall(
          value.items.map((item) => item.value),
          names,
        );
      for (const item of value.items) stack.push(item.value);
    } else if (value.kind === 'list' || value.kind === 'expression') append(stack, value.items);
    else if (value.kind === 'builtin' && !SYNTAX.has(value.name)) names.add(value.name);
  }
  return [...names].sort(byBytes);
}

function noteCall([head, first, second]: RObject[], names: Set<string>): void {
  if (head?.kind === 'symbol') {
    if ((head.name === '::' || head.name === ':::') && first && second)
      names.add(`${textOf(first)}::${textOf(second)}`);
    else if (!SYNTAX.has(head.name)) names.add(head.name);
    const called = BY_NAME.has(head.name) ? [first, second].map((value) => (value ? textOf(value) : '')) : [];
    if (ASSIGNS.has(head.name) && second?.kind === 'symbol') called.push(second.name);
    for (const name of called) if (REACHING.has(name)) names.add(name);
  } else if (head?.kind === 'call') {
    // `(system)(…)`, `asNamespace("base")$system(…)`: what is called is the last part.
    const last = head.items[head.items.length - 1];
    const name = last && head.items.length > 1 ? textOf(last.value) : '';
    if (REACHING.has(name)) names.add(name);
  }
}

const textOf = (value: RObject): string =>
  value.kind === 'symbol' ? value.name : value.kind === 'character' ? (value.texts?.[0] ?? '') : '';
