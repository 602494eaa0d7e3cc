/** Strings of all kinds and comments, whose words mean nothing. */
const SILENT =
  /(?:[rRbBuUfF]{0,2})(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')|#[^\n]*/g;
const IMPORT = /^[ \t]*import[ \t]+([^\n;]+)/gm;
const FROM_IMPORT = /^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]*\(?([^)\n;]+|[^)]*\))/gm;
const CALL = /(?<![\w.])([A-Za-z_]\w*(?:[ \t]*\.[ \t]*[A-Za-z_]\w*)*)[ \t]*\(/g;
/** Arguments longer than this are data. */
const LONGEST_ARGUMENTS = 10_000;

/** A call as it is written; nothing is executed, and a program that hides what it calls is not seen through. */
export interface PythonCall {
  /** First name, and what it stands for where an import binds it. */
  root: string;
  imported: string | undefined;
  /** Names behind the first one. */
  rest: readonly string[];
  /** From 1. */
  line: number;
  /** Text between the parentheses, strings and comments blanked; cut where it is very long. */
  arguments: string;
}

/** Every call of a Python program, in order, names resolved through imports. */
export function* pythonCalls(source: string): Generator<PythonCall> {
  // Line ends survive, so that places stay.
  const code = source.replace(SILENT, (text) => text.replace(/[^\n]/g, ' '));
  const aliases = importsOf(code);
  let line = 1;
  let counted = 0;
  for (const match of code.matchAll(CALL)) {
    for (; counted < match.index; counted++) if (code.charCodeAt(counted) === 10) line++;
    const [root = '', ...rest] = (match[1] ?? '').replace(/[ \t]/g, '').split('.');
    const open = match.index + match[0].length;
    yield { root, imported: aliases.get(root), rest, line, arguments: code.slice(open, closing(code, open)) };
  }
}

/** Keyword arguments of a call, by their text. */
export function keywordsOf(call: PythonCall): Map<string, string> {
  const keywords = new Map<string, string>();
  let depth = 0;
  let part = '';
  for (const character of `${call.arguments},`) {
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    if (character !== ',' || depth > 0) {
      part += character;
      continue;
    }
    const [, name, value] = /^\s*([A-Za-z_]\w*)\s*=(?!=)\s*([\s\S]*?)\s*$/.exec(part) ?? [];
    if (name !== undefined && value !== undefined) keywords.set(name, value);
    part = '';
  }
  return keywords;
}

/** Index of the parenthesis that closes the one before `open`. */
function closing(code: string, open: number): number {
  const end = Math.min(code.length, open + LONGEST_ARGUMENTS);
  for (let at = open, depth = 1; at < end; at++) {
    const character = code[at] as string;
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character) && --depth === 0) return at;
  }
  return end;
}

/** Names that imports bind, with what they stand for. */
function importsOf(code: string): Map<string, string> {
  const aliases = new Map<string, string>();
  for (const [, list = ''] of code.matchAll(IMPORT)) {
    for (const item of list.split(',')) {
      const [module = '', alias] = item.trim().split(/\s+as\s+/);
      if (alias !== undefined) aliases.set(alias.trim(), module);
      else if (module !== '') aliases.set(module.split('.')[0] ?? module, module.split('.')[0] ?? module);
    }
  }
  for (const [, module = '', list = ''] of code.matchAll(FROM_IMPORT)) {
    for (const item of list.replace(/[()]/g, '').split(',')) {
      const [name = '', alias] = item.trim().split(/\s+as\s+/);
      if (name !== '') aliases.set((alias ?? name).trim(), `${module}.${name}`);
    }
  }
  return aliases;
}
