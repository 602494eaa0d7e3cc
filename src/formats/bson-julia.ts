import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { type Bson, type BsonBinary, type BsonDocument, isBinary } from '../containers/bson.js';

/*
 * Values of Julia in BSON (BSON.jl): documents with a `tag`.
 *   array { type, size, data: bytes in column-major order, or values }   struct { type, data: fields in their order }
 *   datatype { name: path of modules, params }   tuple, svec { data }   symbol { name }   backref { ref: from 1 in _backrefs }
 *   jl_anonymous: a function with its code
 */
const BACKREFS = '_backrefs';
/** Backrefs let few bytes stand for many values; beyond these a file exists only to cost time. */
const MOST_VISITS = 4;
const FREE_STEPS = 20_000;

export interface JuliaType {
  /** `Core.Float32`, `Flux.Dense`; without a leading `Main`, by which programs reach what they loaded. */
  name: string;
  params: Bson[];
}

/** What is met on the way through a document; positions are from 0. */
export interface JuliaVisitor {
  array(path: string, type: JuliaType | null, size: readonly Bson[], data: BsonBinary): void;
  /** Path of keys alone; a value behind a position in a struct has no name. */
  scalar(path: string, value: boolean | number | bigint | string): void;
  struct(path: string, type: JuliaType): unknown;
}

const isDocument = (value: Bson | undefined): value is BsonDocument => value instanceof Map;
const listOf = (value: Bson | undefined): Bson[] => (Array.isArray(value) ? value : []);
const tagOf = (value: Bson | undefined): Bson | undefined => (isDocument(value) ? value.get('tag') : undefined);

/** Goes through all of a document's `values` by their paths. Throws `resource-limit`. */
export function visitJulia(document: BsonDocument, values: number, visitor: JuliaVisitor, limits: Limits): void {
  const most = FREE_STEPS + MOST_VISITS * values;
  const shared = listOf(document.get(BACKREFS));
  const resolve = (value: Bson | undefined): Bson | undefined =>
    tagOf(value) === 'backref' ? shared[Number((value as BsonDocument).get('ref')) - 1] : value;
  const open = new Set<Bson>();
  let steps = 0;
  const visit = (path: string, given: Bson | undefined, isNamed: boolean): void => {
    const value = resolve(given);
    if (value === undefined || value === null || open.has(value)) return;
    if (++steps > most)
      throw new FormatError('resource-limit', `expected at most ${most} values behind references, found more`);
    if (open.size > limits.depth)
      throw new FormatError('resource-limit', `expected at most ${limits.depth} nested values, found more`);
    if (isBinary(value)) visitor.array(path, { name: 'Core.UInt8', params: [] }, [value.length], value);
    else if (typeof value !== 'object') {
      if (isNamed) visitor.scalar(path, value);
    } else {
      open.add(value);
      for (const [key, inner, named] of childrenOf(value, path)) visit(key, inner, isNamed && named);
      open.delete(value);
    }
  };
  /** Values inside a value, by path; an array of numbers is handed to the visitor instead. */
  function* childrenOf(value: Bson[] | BsonDocument, path: string): Generator<[string, Bson | undefined, boolean]> {
    const below = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`);
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) yield [below(i), item, false];
      return;
    }
    const tag = tagOf(value);
    const data = resolve(value.get('data'));
    if (tag === 'symbol') yield [path, value.get('name'), true];
    else if (tag === 'array') {
      const type = typeOf(resolve(value.get('type')), resolve);
      if (isBinary(data)) visitor.array(path, type, listOf(value.get('size')), data);
      else yield* childrenOf(listOf(data), path);
    } else if (tag === 'struct') {
      const type = typeOf(resolve(value.get('type')), resolve);
      if (type) visitor.struct(path, type);
      const fields = listOf(data);
      const names = fieldNames(type, fields, resolve);
      for (const [i, field] of (names ? valuesOf(type, fields, resolve) : fields).entries())
        yield [below(names?.[i] ?? i), field, names !== null];
    } else if (tag === 'tuple' || tag === 'svec') yield* childrenOf(listOf(data), path);
    else if (tag === undefined || typeof tag !== 'string' || !KNOWN_TAGS.has(tag))
      for (const [key, item] of value) if (path !== '' || key !== BACKREFS) yield [below(key), item, true];
  }
  visit('', document, true);
}

/** Tags of what is no value, and is not gone into. */
const KNOWN_TAGS = new Set(['datatype', 'unionall', 'ref', 'jl_bottom_type', 'jl_anonymous', 'backref']);

type Resolve = (value: Bson | undefined) => Bson | undefined;

function typeOf(value: Bson | undefined, resolve: Resolve): JuliaType | null {
  if (!isDocument(value) || tagOf(value) !== 'datatype') return null;
  return { name: pathName(value), params: listOf(value.get('params')).map((param) => resolve(param) ?? null) };
}

function pathName(datatype: BsonDocument): string {
  const path = listOf(datatype.get('name')).map(String);
  return (path.length > 1 && path[0] === 'Main' ? path.slice(1) : path).join('.');
}

const isDict = (type: JuliaType | null): boolean => type !== null && /^Base\.(?:IdDict|Dict)$/.test(type.name);

/** Names of the fields of a dictionary or a named tuple; null for structs, whose fields only their program names. */
function fieldNames(type: JuliaType | null, fields: readonly Bson[], resolve: Resolve): string[] | null {
  const symbol = (key: Bson) => {
    const value = resolve(key);
    return String(isDocument(value) ? (value.get('name') ?? '') : value);
  };
  if (isDict(type)) return listOf(resolve(fields[0])).map(symbol);
  if (type?.name !== 'Core.NamedTuple') return null;
  const names = type.params[0];
  return isDocument(names) ? listOf(resolve(names.get('data'))).map(symbol) : null;
}

const valuesOf = (type: JuliaType | null, fields: readonly Bson[], resolve: Resolve): readonly Bson[] =>
  isDict(type) ? listOf(resolve(fields[1])) : fields;

/** Names of every type in a document, in no order, and how many functions bring their code. */
export function juliaTypes(document: BsonDocument): { names: Set<string>; functions: number } {
  const names = new Set<string>();
  let functions = 0;
  const left: Bson[] = [document];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (Array.isArray(value)) for (const item of value) left.push(item);
    else if (isDocument(value)) {
      if (tagOf(value) === 'datatype') names.add(pathName(value));
      if (tagOf(value) === 'jl_anonymous') functions++;
      for (const item of value.values()) left.push(item);
    }
  }
  return { names, functions };
}
