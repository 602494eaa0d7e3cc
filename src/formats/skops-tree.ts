import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { isObject, type Json, type JsonObject, parseJson } from '../containers/json-document.js';
import { newGlobal, type PickleDict, type PickleUnknown, type PickleValue } from '../containers/pickle.js';
import type { Observation } from './format.js';

/** A skops document as the plain values that pickles are read into, so that both are described alike. */
export interface SkopsTree {
  root: PickleValue;
  /** Qualified names of the classes and functions that loading looks up. */
  names: Set<string>;
  /** Array member → the values that stand for it. */
  files: Map<string, PickleUnknown[]>;
  observations: Observation[];
}

/** What the class of a node must be for its loader; a loader trusts its own kind, so that another class is an attack (CVE-2025-54412). */
const LOADERS: Readonly<Record<string, RegExp>> = {
  OperatorFuncNode: /^_?operator\.(methodcaller|itemgetter|attrgetter)$/,
  PartialNode: /^functools\.partial$/,
  SliceNode: /^builtins\.slice$/,
  BytesNode: /^builtins\.bytes$/,
  BytearrayNode: /^builtins\.bytearray$/,
  JsonNode: /^builtins\.(str|int|float|bool|NoneType)$/,
  NdArrayNode: /^numpy\./,
  MaskedArrayNode: /^numpy\.ma\./,
  RandomStateNode: /^numpy\.random\./,
  RandomGeneratorNode: /^numpy\.random\./,
  DTypeNode: /^numpy\./,
  TreeNode: /^sklearn\.tree\._tree\.Tree$/,
};
/** Nodes of plain containers and values; builtin ones among them name nothing to look up. */
const PLAIN = /^(Dict|List|Tuple|Set|Json|Slice|Bytes|Bytearray)Node$/;

/** Converts a parsed `schema.json`. Throws `invalid-structure` and `resource-limit`. */
export function skopsTree(schema: Json, limits: Limits): SkopsTree {
  const tree: SkopsTree = { root: null, names: new Set(), files: new Map(), observations: [] };
  tree.root = new NodeReader(tree, limits).value(schema, 0);
  return tree;
}

class NodeReader {
  constructor(
    readonly tree: SkopsTree,
    readonly limits: Limits,
  ) {}

  value(node: Json | undefined, depth: number): PickleValue {
    if (depth > this.limits.depth)
      throw new FormatError('resource-limit', `expected at most ${this.limits.depth} levels of nesting, found more`);
    if (!isObject(node)) throw new FormatError('invalid-structure', 'expected a node, found another JSON value');
    const name = this.#name(node);
    const content = node['content'];
    switch (node['__loader__']) {
      case 'JsonNode':
        return typeof content === 'string'
          ? plain(parseJson(Buffer.from(content), { depth: this.limits.depth, nonFinite: true }))
          : null;
      case 'DictNode':
        return this.#dict(content, depth);
      case 'ListNode':
      case 'SetNode':
        return { kind: 'list', items: this.#items(content, depth) };
      case 'TupleNode':
        return { kind: 'tuple', items: this.#items(content, depth) };
      case 'NdArrayNode':
        return this.#array(node, depth);
      default:
        return this.#object(name, content, depth);
    }
  }

  /** Records the class of a node and checks that its loader is meant for it. */
  #name(node: JsonObject): string {
    const [module, type, loader] = [node['__module__'], node['__class__'], node['__loader__']];
    if (typeof module !== 'string' || typeof type !== 'string' || typeof loader !== 'string')
      throw new FormatError(
        'invalid-structure',
        'expected __module__, __class__ and __loader__ of a node, found other values',
      );
    const name = functionOf(node) ?? `${module}.${type}`;
    if (!(module === 'builtins' && PLAIN.test(loader))) this.tree.names.add(name);
    const expected = LOADERS[loader];
    if (expected && !expected.test(name)) {
      this.tree.observations.push({
        kind: 'callable',
        code: 'skops',
        name,
        message: `expected a class that ${loader} loads, found ${name}`,
        member: 'schema.json',
      });
    }
    return name;
  }

  #items(content: Json | undefined, depth: number): PickleValue[] {
    return Array.isArray(content) ? content.map((item) => this.value(item, depth + 1)) : [];
  }

  #dict(content: Json | undefined, depth: number): PickleDict {
    const entries = isObject(content) ? Object.entries(content) : [];
    return {
      kind: 'dict',
      keys: entries.map(([key]) => key),
      values: entries.map(([, item]) => this.value(item, depth + 1)),
    };
  }

  /** An npy member, or, for arrays of objects, their items. */
  #array(node: JsonObject, depth: number): PickleValue {
    const file = node['file'];
    if (node['type'] === 'json' || typeof file !== 'string')
      return { kind: 'list', items: this.#items(node['content'], depth) };
    const value: PickleUnknown = { kind: 'unknown', what: file };
    const known = this.tree.files.get(file);
    if (known) known.push(value);
    else this.tree.files.set(file, [value]);
    return value;
  }

  /** An instance with its state; functions and types have none. Nodes of unknown loaders are read as far as they look like nodes. */
  #object(name: string, content: Json | undefined, depth: number): PickleValue {
    const dot = name.lastIndexOf('.');
    const callee = newGlobal(name.slice(0, dot), name.slice(dot + 1));
    if (content === undefined) return callee;
    const state =
      isObject(content) && typeof content['__loader__'] === 'string'
        ? this.value(content, depth + 1)
        : this.#parts(content, depth);
    return { kind: 'object', how: 'newobj', callee, args: { kind: 'tuple', items: [] }, state, offset: 0 };
  }

  #parts(content: Json, depth: number): PickleValue {
    const parts = isObject(content)
      ? Object.entries(content).filter(([, part]) => isObject(part) && typeof part['__loader__'] === 'string')
      : [];
    return {
      kind: 'dict',
      keys: parts.map(([key]) => key),
      values: parts.map(([, part]) => this.value(part, depth + 1)),
    };
  }
}

/** The first protocol names the class of every function alike, and the function itself in the content. */
function functionOf({ __loader__: loader, content }: JsonObject): string | null {
  if (loader !== 'FunctionNode' || !isObject(content)) return null;
  const { module_path: module, function: name } = content;
  return typeof module === 'string' && typeof name === 'string' ? `${module}.${name}` : null;
}

/** A JSON value as a pickle value. */
function plain(json: Json): PickleValue {
  if (Array.isArray(json)) return { kind: 'list', items: json.map(plain) };
  if (isObject(json)) return { kind: 'dict', keys: Object.keys(json), values: Object.values(json).map(plain) };
  return json;
}
