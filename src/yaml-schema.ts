import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import { nearest } from './nearest.js';

/** The part of JSON Schema (draft 7) that our own schemas use. `title` names in words what is expected. */
export interface Schema {
  $ref?: string;
  title?: string;
  type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  enum?: readonly (string | number | boolean)[];
  pattern?: string;
  minLength?: number;
  minimum?: number;
  minItems?: number;
  uniqueItems?: boolean;
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  required?: readonly string[];
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  definitions?: Record<string, Schema>;
}

/** One way in which a document is not what its schema demands. */
export interface Fault {
  /** `models[0].sha256`; '' for the document. */
  path: string;
  /** Offset in the text. */
  offset: number;
  /** "expected X, found Y". */
  message: string;
}

/** Every fault of a YAML node, in document order. Nodes are walked, not values, so that each fault has its place. */
export function* faultsOf(node: Node | null, schema: Schema, root = schema, path = '', at = 0): Generator<Fault> {
  const rule = resolve(schema, root);
  const offset = node?.range?.[0] ?? at;
  if (isAlias(node)) {
    yield { path, offset, message: 'expected a value, found an alias; write it out' };
    return;
  }
  if (rule.anyOf) {
    const branch = rule.anyOf.map((one) => resolve(one, root)).find((one) => fits(node, one));
    if (branch) yield* faultsOf(node, branch, root, path, offset);
    else yield { path, offset, message: `expected ${expectedBy(rule, root)}, found ${describe(node)}` };
    return;
  }
  if (!fits(node, rule) || !isAllowed(node, rule)) {
    yield { path, offset, message: `expected ${expectedBy(rule, root)}, found ${describe(node)}` };
    return;
  }
  if (isSeq(node)) yield* itemFaults(node.items as Node[], rule, root, path, offset);
  if (isMap(node)) yield* keyFaults(node.items as Pair<Node, Node | null>[], rule, root, path, offset);
}

function* itemFaults(items: Node[], rule: Schema, root: Schema, path: string, offset: number): Generator<Fault> {
  if (items.length < (rule.minItems ?? 0))
    yield { path, offset, message: `expected at least ${rule.minItems} entry, found none` };
  const seen = new Set<unknown>();
  for (const [i, item] of items.entries()) {
    const place = `${path}[${i}]`;
    if (rule.items) yield* faultsOf(item, rule.items, root, place, offset);
    if (rule.uniqueItems && isScalar(item)) {
      if (seen.has(item.value))
        yield {
          path: place,
          offset: item.range?.[0] ?? offset,
          message: `expected each entry once, found ${describe(item)} again`,
        };
      seen.add(item.value);
    }
  }
}

function* keyFaults(
  pairs: Pair<Node, Node | null>[],
  rule: Schema,
  root: Schema,
  path: string,
  offset: number,
): Generator<Fault> {
  const known = Object.keys(rule.properties ?? {});
  const present = new Set<string>();
  for (const { key, value } of pairs) {
    const at = key.range?.[0] ?? offset;
    const name = isScalar(key) && typeof key.value === 'string' ? key.value : null;
    const place = path === '' ? (name ?? '') : `${path}.${name ?? ''}`;
    if (name === null) {
      yield { path, offset: at, message: `expected a key of text, found ${describe(key)}` };
      continue;
    }
    present.add(name);
    const names = rule.propertyNames;
    if (names && !isAllowed(key, names))
      yield { path: place, offset: at, message: `expected ${expectedBy(names, root)}, found ${describe(key)}` };
    const property = Object.hasOwn(rule.properties ?? {}, name) ? rule.properties?.[name] : undefined;
    if (property) yield* faultsOf(value, property, root, place, at);
    else if (typeof rule.additionalProperties === 'object')
      yield* faultsOf(value, rule.additionalProperties, root, place, at);
    else yield { path: place, offset: at, message: unknownKey(name, known) };
  }
  for (const name of rule.required ?? [])
    if (!present.has(name)) yield { path, offset, message: `expected a key ${name}, found none` };
  const missing = choices(rule);
  if (missing.length > 0 && missing.filter((name) => present.has(name)).length !== 1)
    yield {
      path,
      offset,
      message: `expected exactly one of ${missing.join(', ')}, found ${missing.filter((name) => present.has(name)).join(' and ') || 'none'}`,
    };
}

/** Keys of which a mapping must have exactly one. */
const choices = (rule: Schema): string[] => (rule.oneOf ?? []).flatMap((one) => one.required ?? []);

function unknownKey(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  const expected = known.length <= 8 || near === undefined ? ` (${known.join(', ')})` : '';
  return `expected a known key${expected}, found ${quote(name)}${near === undefined ? '' : `; did you mean ${near}?`}`;
}

const resolve = (schema: Schema, root: Schema): Schema => {
  if (schema.$ref === undefined) return schema;
  const name = schema.$ref.replace('#/definitions/', '');
  const target = root.definitions?.[name];
  if (!target) throw new Error(`the schema has no definition ${name}`);
  return resolve(target, root);
};

/** True where a node is of the schema's kind. */
function fits(node: Node | null, { type }: Schema): boolean {
  if (type === undefined) return isScalar(node);
  if (type === 'object') return isMap(node);
  if (type === 'array') return isSeq(node);
  const value = isScalar(node) ? node.value : null;
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'number') return Number.isFinite(value);
  return typeof value === type;
}

function isAllowed(node: Node | null, rule: Schema): boolean {
  if (!isScalar(node)) return true;
  const value = node.value as string | number | boolean;
  if (rule.enum && !rule.enum.includes(value)) return false;
  if (rule.minimum !== undefined && Number(value) < rule.minimum) return false;
  if (rule.minLength !== undefined && String(value).length < rule.minLength) return false;
  return rule.pattern === undefined || new RegExp(rule.pattern, 'u').test(String(value));
}

function expectedBy(rule: Schema, root: Schema): string {
  if (rule.title !== undefined && rule !== root) return rule.title;
  if (rule.enum) return rule.enum.join(', ').replace(/, ([^,]*)$/, ' or $1');
  if (rule.anyOf) return rule.anyOf.map((one) => expectedBy(resolve(one, root), root)).join(' or ');
  const bound = rule.minimum === undefined ? '' : ` of at least ${rule.minimum}`;
  if (rule.type === 'array') return 'a list';
  if (rule.type === 'object') return 'a mapping';
  if (rule.type === 'string') return 'a text';
  if (rule.type === 'boolean') return 'true or false';
  return `${rule.type === 'integer' ? 'a whole number' : 'a number'}${bound}`;
}

function describe(node: Node | null): string {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  if (!isScalar(node) || node.value === null) return 'nothing';
  return typeof node.value === 'string' ? quote(node.value) : String(node.value);
}

const quote = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text);
