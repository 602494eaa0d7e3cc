import type { ByteSource } from '../bytes/source.js';
import type { Contents } from './format.js';
import { type PythonCall, pythonCalls } from './python-calls.js';
import names from './python-host-calls.json' with { type: 'json' };

/** Modules by which a Python program reaches files, processes, the network or foreign code. */
const MODULES = new Set(names.modules);
const BUILTINS = new Set(names.builtins);
/** What every program does: looking at paths and settings. */
const HARMLESS = names.harmless;

/** A call that reaches outside of the program, by its qualified name, and the line where it stands. */
export interface HostCall {
  name: string;
  line: number;
}

/** Calls of a Python program that reach outside of it, each name once, in order. */
export function hostCalls(source: string): HostCall[] {
  const found = new Map<string, number>();
  for (const call of pythonCalls(source)) {
    const name = qualified(call);
    if (name === null || found.has(name) || HARMLESS.some((known) => name === known || name.startsWith(`${known}.`)))
      continue;
    found.set(name, call.line);
  }
  return [...found].map(([name, line]) => ({ name, line }));
}

function qualified({ root, imported, rest }: PythonCall): string | null {
  if (imported !== undefined) return MODULES.has(imported.split('.')[0] ?? '') ? [imported, ...rest].join('.') : null;
  return rest.length === 0 && BUILTINS.has(root) ? `builtins.${root}` : null;
}

/** Longest program that is looked through. */
const MAX_PROGRAM = 4 << 20;

/** Text of a program; '' where it is too long, which is told. */
export async function readProgram(source: ByteSource, contents: Contents, member?: string): Promise<string> {
  if (source.size <= MAX_PROGRAM) return Buffer.from(await source.read(0, source.size)).toString('utf8');
  const message = `expected a program of at most ${MAX_PROGRAM} bytes, found ${source.size}`;
  contents.observations.push({
    kind: 'unread',
    code: 'resource-limit',
    message,
    ...(member !== undefined && { member }),
  });
  return '';
}

/** Adds an observation for each call of a program, which comes with the model, that reaches outside of it. Gives its text. */
export async function addHostCalls(source: ByteSource, member: string, contents: Contents): Promise<string> {
  const program = await readProgram(source, contents, member);
  for (const { name, line } of hostCalls(program)) {
    contents.observations.push({
      kind: 'callable',
      code: 'code-file',
      name,
      message: `line ${line} calls ${name}`,
      member,
      line,
    });
  }
  return program;
}
