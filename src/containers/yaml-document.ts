import type { Document, ParsedNode } from 'yaml';

/** Largest YAML text parsed: hand-written files; the huge machine-written locks have line readers of their own. */
const YAML_CHARACTERS = 2 * 1024 * 1024;
/** Nesting of flow collections. Deeper text exists only to exhaust the stack of parsers. */
const FLOW_DEPTH = 100;
/** How often aliases may multiply nodes; ordinary files with anchors stay below a dozen. */
const ALIAS_COUNT = 100;

/** Position in a structured document: keys of maps and indexes of lists. */
export type KeyPath = readonly (string | number)[];

/** A structured text as plain values, with the way back to its lines. */
export interface StructuredText {
  value: unknown;
  /** 1-based line of the key or item that the path names; of its nearest ancestor where the path does not exist. */
  lineOf(path: KeyPath): number;
}

/** Why a structured text cannot be used, and the line where that was noticed. */
export interface TextProblem {
  line: number;
  message: string;
}

/**
 * Parses the first document of a YAML 1.2 text. Tags never construct anything: `!!python/object` yields plain
 * maps and scalars. Aliases are bounded, so that a bomb is a problem and not a memory fault.
 */
export async function parseYaml(text: string): Promise<StructuredText | TextProblem> {
  if (text.length > YAML_CHARACTERS)
    return { line: 1, message: `expected at most ${YAML_CHARACTERS} characters of YAML, found ${text.length}` };
  const deep = lineDeeperThan(text, FLOW_DEPTH);
  if (deep !== undefined)
    return { line: deep, message: `expected brackets nested at most ${FLOW_DEPTH} deep, found more` };
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  try {
    const document = yaml.parseDocument(text.replace(/^\uFEFF/, ''), {
      lineCounter: lines,
      logLevel: 'silent',
      prettyErrors: false,
    });
    const error = document.errors.find((found) => found.code !== 'MULTIPLE_DOCS');
    if (error) return { line: lines.linePos(error.pos[0]).line, message: firstLine(error.message) };
    const value: unknown = document.toJS({ maxAliasCount: ALIAS_COUNT });
    return {
      value,
      lineOf: (path) => lines.linePos(offsetOf(document, path, yaml.isMap, yaml.isSeq, yaml.isScalar)).line,
    };
  } catch (error) {
    if (error instanceof RangeError)
      return { line: 1, message: 'expected less nesting, found more than a parser can hold' };
    if (error instanceof ReferenceError) return { line: 1, message: firstLine(error.message) };
    throw error;
  }
}

type Guards = [
  map: typeof import('yaml').isMap,
  seq: typeof import('yaml').isSeq,
  scalar: typeof import('yaml').isScalar,
];

/** Offset of the key or item at `path`. */
function offsetOf(document: Document.Parsed, path: KeyPath, ...[isMap, isSeq, isScalar]: Guards): number {
  let node: unknown = document.contents;
  let offset = (node as ParsedNode | null)?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (!pair) break;
      offset = (pair.key as ParsedNode).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      offset = (node as ParsedNode | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

/** Line where flow brackets are nested deeper than `limit`. Strings count too: a false alarm needs 100 open brackets. */
function lineDeeperThan(text: string, limit: number): number | undefined {
  let depth = 0;
  let line = 1;
  for (const character of text) {
    if (character === '\n') line++;
    else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
    if (depth > limit) return line;
  }
  return undefined;
}

const firstLine = (message: string): string => message.split('\n', 1)[0] ?? message;
