import type { Contents } from './format.js';
import names from './python-host-calls.json' with { type: 'json' };

/** Modules by which a Python program reaches files, processes, the network or foreign code. */
const MODULES = new Set(names.modules);
const BUILTINS = new Set(names.builtins);
/** What every program does: looking at paths and settings. */
const HARMLESS = names.harmless;

/** Strings of all kinds and comments, whose words mean nothing. */
const SILENT =
  /(?:[rRbBuUfF]{0,2})(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')|#[^\n]*/g;
const IMPORT = /^[ \t]*import[ \t]+([^\n;]+)/gm;
const FROM_IMPORT = /^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]*\(?([^)\n;]+|[^)]*\))/gm;
const CALL = /(?<![\w.])([A-Za-z_]\w*(?:[ \t]*\.[ \t]*[A-Za-z_]\w*)*)[ \t]*\(/g;

/** A call that reaches outside of the program, by its qualified name, and the line where it stands. */
export interface HostCall {
  name: string;
  line: number;
}

/**
 * Calls of a Python program that reach outside of it, each name once, in order. Names are resolved through imports;
 * nothing is executed, and a program that hides what it calls is not seen through.
 */
export function hostCalls(source: string): HostCall[] {
  // Line ends survive, so that places stay.
  const code = source.replace(SILENT, (text) => text.replace(/[^\n]/g, ' '));
  const aliases = importsOf(code);
  const found = new Map<string, number>();
  for (const match of code.matchAll(CALL)) {
    const [root = '', ...rest] = (match[1] ?? '').replace(/[ \t]/g, '').split('.');
    const name = qualified(root, rest, aliases);
    if (name === null || found.has(name) || HARMLESS.some((known) => name === known || name.startsWith(`${known}.`)))
      continue;
    found.set(name, code.slice(0, match.index).split('\n').length);
  }
  return [...found].map(([name, line]) => ({ name, line }));
}

function qualified(root: string, rest: readonly string[], aliases: ReadonlyMap<string, string>): string | null {
  const base = aliases.get(root);
  if (base !== undefined) return MODULES.has(base.split('.')[0] ?? '') ? [base, ...rest].join('.') : null;
  return rest.length === 0 && BUILTINS.has(root) ? `builtins.${root}` : null;
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

/** Longest program that is looked through. */
const MAX_PROGRAM = 4 << 20;

/** Adds an observation for each call of a program, which comes with the model, that reaches outside of it. */
export function addHostCalls(program: Uint8Array, member: string, contents: Contents): void {
  if (program.length > MAX_PROGRAM) {
    const message = `expected a program of at most ${MAX_PROGRAM} bytes, found ${program.length}`;
    contents.observations.push({ kind: 'unread', code: 'resource-limit', message, member });
    return;
  }
  for (const { name, line } of hostCalls(Buffer.from(program).toString('utf8'))) {
    contents.observations.push({
      kind: 'callable',
      code: 'code-file',
      name,
      message: `line ${line} calls ${name}`,
      member,
    });
  }
}
