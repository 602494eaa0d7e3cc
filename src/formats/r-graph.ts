import {
  attributesOf,
  type RClosure,
  type REnvironment,
  type RNamespace,
  type RObject,
  type RPair,
  type RPointer,
  type RPromise,
} from '../containers/r-serialization.js';

/** Everything in a serialization that is more than data, each listed once. */
export interface RGraph {
  namespaces: Map<string, RNamespace>;
  packages: Map<string, RNamespace>;
  closures: RClosure[];
  /** Promises that were never evaluated, with the variable that holds each. */
  promises: { name: string; promise: RPromise }[];
  activeBindings: RPair[];
  /** Formulas, and what fitted models keep of theirs: predicting evaluates them. */
  formulas: RObject[];
  environments: REnvironment[];
  pointers: { pointer: RPointer; holder: string }[];
  /** Names of alternative representations that are not known here. */
  altreps: Set<string>;
  /** Packages that S4 classes come from. */
  classPackages: Set<string>;
  byteCodes: number;
}

/** Walks a value with everything it refers to. Environments may contain themselves: each value is visited once. */
export function walkGraph(root: RObject): RGraph {
  const graph: RGraph = {
    namespaces: new Map(),
    packages: new Map(),
    closures: [],
    promises: [],
    activeBindings: [],
    formulas: [],
    environments: [],
    pointers: [],
    altreps: new Set(),
    classPackages: new Set(),
    byteCodes: 0,
  };
  const seen = new Set<RObject>();
  const stack: { value: RObject; name: string }[] = [{ value: root, name: '' }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value, name } = next;
    if (seen.has(value)) continue;
    seen.add(value);
    note(graph, value, name);
    for (const { tag, value: attribute } of attributesOf(value)) {
      noteClassPackage(graph, tag, attribute);
      if (tag === 'variables' || tag === 'predvars') graph.formulas.push(attribute);
      stack.push({ value: attribute, name: tag ?? name });
    }
    for (const inner of innerOf(value, name)) stack.push(inner);
  }
  return graph;
}

function note(graph: RGraph, value: RObject, name: string): void {
  switch (value.kind) {
    case 'namespace':
      graph.namespaces.set(value.name, value);
      return;
    case 'package':
      graph.packages.set(value.name, value);
      return;
    case 'closure':
      graph.closures.push(value);
      return;
    case 'promise':
      if (value.value.kind === 'unbound') graph.promises.push({ name, promise: value });
      return;
    case 'environment':
      graph.environments.push(value);
      for (const variable of value.variables) if (variable.isActive) graph.activeBindings.push(variable);
      return;
    case 'pairlist':
      for (const item of value.items) if (item.isActive) graph.activeBindings.push(item);
      return;
    case 'call':
      if (isFormula(value.items[0]?.value)) graph.formulas.push(value);
      return;
    case 'external-pointer':
      graph.pointers.push({ pointer: value, holder: name });
      return;
    case 'bytecode':
      graph.byteCodes++;
      return;
    case 'altrep':
      graph.altreps.add(value.className);
  }
}

const isFormula = (head: RObject | undefined): boolean => head?.kind === 'symbol' && head.name === '~';

/** The class attribute of an S4 object names the package that defines the class. */
function noteClassPackage(graph: RGraph, tag: string | null, attribute: RObject): void {
  if (tag !== 'class') return;
  const from = attributesOf(attribute).find((inner) => inner.tag === 'package')?.value;
  if (from?.kind === 'character')
    for (const text of from.texts ?? []) if (text && text !== '.GlobalEnv') graph.classPackages.add(text);
}

function innerOf(value: RObject, name: string): { value: RObject; name: string }[] {
  const pairs = (items: readonly RPair[]): { value: RObject; name: string }[] =>
    items.map((item) => ({ value: item.value, name: item.tag ?? name }));
  switch (value.kind) {
    case 'list':
    case 'expression': {
      const names = attributesOf(value).find(({ tag }) => tag === 'names')?.value;
      const texts = names?.kind === 'character' ? names.texts : null;
      return value.items.map((item, i) => ({ value: item, name: texts?.[i] || name }));
    }
    case 'pairlist':
    case 'call':
    case 'dots':
      return pairs(value.items);
    case 'environment':
      return [{ value: value.enclosure, name }, ...pairs(value.variables)];
    case 'closure':
      return [value.environment, value.formals, value.body].map((inner) => ({ value: inner, name }));
    case 'promise':
      return [value.environment ?? value.value, value.value, value.expression].map((inner) => ({ value: inner, name }));
    case 'bytecode':
      return value.constants.map((inner) => ({ value: inner, name }));
    case 'external-pointer':
      return [value.tag, value.guarded].map((inner) => ({ value: inner, name }));
    case 'altrep':
      return value.state ? [{ value: value.state, name }] : [];
    default:
      return [];
  }
}
