import { attributeMatcher, type PathMatcher } from '../collect/glob.js';
import { folderOf } from '../formats/file-access.js';
import type { SourceTree } from '../tree/tree.js';

/** Files of attributes are short. */
const MOST_BYTES = 1 << 20;
/** git leaves lines of so many bytes out of account. */
const LINE_BYTES = 2048;

/** `name`, `-name` (false), `!name` (null) or `name=value`. */
interface Attribute {
  name: string;
  value: string | boolean | null;
}

/** The attributes of paths of one folder, or, with a name, of a macro. */
interface Line {
  pattern: string;
  macro?: string;
  attributes: Attribute[];
}

/**
 * Tells which paths Git LFS is to keep, as the `.gitattributes` of the tree say (gitattributes(5)): of several lines that match, the
 * last one of the deepest folder counts. What is committed through the API is never turned into a pointer.
 */
export async function lfsPaths(tree: SourceTree): Promise<(path: string) => boolean> {
  const rules: { folder: string; matches: PathMatcher; attributes: Attribute[] }[] = [];
  const macros = new Map<string, Attribute[]>();
  for (const { path, size, kind } of tree.entries) {
    if (kind !== 'file' || size > MOST_BYTES || !/(^|\/)\.gitattributes$/.test(path)) continue;
    for (const { pattern, macro, attributes } of linesIn(await textOf(tree, path))) {
      if (macro === undefined) rules.push({ folder: folderOf(path), matches: attributeMatcher(pattern), attributes });
      else if (folderOf(path) === '') macros.set(macro, attributes);
    }
  }
  // Of two folders that hold a path, the one with the longer name lies deeper; what counts most comes first.
  rules.sort((a, b) => a.folder.length - b.folder.length).reverse();
  return (path) => {
    const known = new Map<string, Attribute['value']>();
    for (const { folder, matches, attributes } of rules) {
      if (known.has('filter')) break;
      const isInside = folder === '' || path.startsWith(`${folder}/`);
      if (isInside && matches(folder === '' ? path : path.slice(folder.length + 1))) learn(attributes, macros, known);
    }
    return known.get('filter') === 'lfs';
  };
}

/** What is known already stays. Of a line the last word counts; a macro that is set says all of its own there. */
function learn(
  attributes: readonly Attribute[],
  macros: ReadonlyMap<string, readonly Attribute[]>,
  known: Map<string, Attribute['value']>,
): void {
  const left = [...attributes];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (known.has(one.name)) continue;
    known.set(one.name, one.value);
    if (one.value === true) for (const more of macros.get(one.name) ?? []) left.push(more);
  }
}

async function textOf(tree: SourceTree, path: string): Promise<string> {
  const source = await tree.open(path);
  try {
    return Buffer.from(await source.read(0, source.size)).toString('utf8');
  } finally {
    await source.close();
  }
}

function linesIn(text: string): Line[] {
  return text.split('\n').flatMap((whole): Line[] => {
    const line = whole.replace(/^[ \t\r]+/, '');
    const [pattern, rest] = patternOf(line);
    if (pattern === '' || line.startsWith('#') || pattern.startsWith('!') || Buffer.byteLength(whole) >= LINE_BYTES)
      return [];
    const macro = /^\[attr\](.+)/s.exec(pattern)?.[1];
    const attributes = rest.split(/[ \t\r]+/).flatMap((word) => (word === '' ? [] : [attributeOf(word)]));
    // A word that is no attribute spoils its line.
    if (attributes.includes(null)) return [];
    return [{ pattern, ...(macro !== undefined && { macro }), attributes: attributes as Attribute[] }];
  });
}

function attributeOf(word: string): Attribute | null {
  const [, sign, name, value = true] = /^([-!]?)([\w.][\w.-]*)(?:=(.*))?$/.exec(word) ?? [];
  if (name === undefined) return null;
  return { name, value: sign === '-' ? false : sign === '!' ? null : value };
}

const ESCAPED: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The pattern of a line and what follows it. In quotes it may hold blanks, and bytes as octal numbers. */
function patternOf(line: string): [pattern: string, rest: string] {
  const quoted = /^"((?:[^"\\]|\\(?:[abfnrtv\\"]|[0-3][0-7]{2}))*)"/.exec(line);
  if (!quoted) {
    const end = line.search(/[ \t\r]|$/);
    return [line.slice(0, end), line.slice(end)];
  }
  const pattern = (quoted[1] ?? '').replace(/((?:\\[0-3][0-7]{2})+)|\\(.)/g, (_, octals?: string, letter = '') =>
    octals === undefined
      ? (ESCAPED[letter] ?? letter)
      : Buffer.from(
          octals
            .slice(1)
            .split('\\')
            .map((digits) => Number.parseInt(digits, 8)),
        ).toString('utf8'),
  );
  return [pattern, line.slice(quoted[0].length)];
}
