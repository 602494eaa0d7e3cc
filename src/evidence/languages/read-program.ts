import { append } from '../../bytes/append.js';
import { own } from '../../bytes/own.js';
import { documentParts } from './chunks.js';
import { parseJulia } from './julia.js';
import { notebookParts } from './notebook.js';
import type { Fragment, Language, Parsed, Program } from './program.js';
import { parsePython } from './python.js';
import { parseR } from './r.js';
import { parseShell } from './shell.js';
import type { GrammarName, SyntaxParser } from './syntax.js';

/** Longest source text of one language in one file that is parsed: handwritten code stays far below. */
export const SOURCE_CHARACTERS = 2 * 1024 * 1024;
/** A line longer than this was made by a machine: minified or embedded data. */
const LINE_CHARACTERS = 20_000;

const EXTENSIONS: Record<string, Language> = {
  py: 'python',
  pyw: 'python',
  r: 'r',
  jl: 'julia',
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  slurm: 'shell',
  sbatch: 'shell',
  bat: 'shell',
  cmd: 'shell',
};
const DOCUMENTS = new Set(['rmd', 'qmd', 'rnw']);

/** Can this file hold code that we read, by its name; `#!` decides where there is no ending. */
export function isProgram(path: string, head = ''): boolean {
  const extension = extensionOf(path);
  return (
    Object.hasOwn(EXTENSIONS, extension) ||
    DOCUMENTS.has(extension) ||
    extension === 'ipynb' ||
    shebang(head) !== undefined
  );
}

const extensionOf = (path: string): string => /[^/]\.([A-Za-z]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';

function shebang(head: string): Language | undefined {
  const program =
    /^#!\s*\S*?(python|Rscript|julia|bash|sh|zsh)[\d.]*\b|^#!.*\benv\s+(?:-S\s+)?(python|Rscript|julia|bash|sh|zsh)/.exec(
      head,
    );
  const name = program?.[1] ?? program?.[2];
  if (name === undefined) return undefined;
  return name === 'python' ? 'python' : name === 'Rscript' ? 'r' : name === 'julia' ? 'julia' : 'shell';
}

export type Parsers = (name: GrammarName) => Promise<SyntaxParser>;
export type ReadResult = { programs: Program[] } | { unread: string };

/**
 * Reads one source file: a program for each language in it, the file's own language first. Broken syntax is
 * tolerated and listed; what is too large or no notebook is an answer, not an error.
 */
export async function readPrograms(path: string, text: string, parsers: Parsers): Promise<ReadResult> {
  const extension = extensionOf(path);
  if (extension === 'ipynb') {
    const notebook = notebookParts(text);
    // Never the words of the JavaScript engine: they differ from version to version, and stand in the bag.
    if ('message' in notebook)
      return { unread: `expected a notebook as JSON, found broken syntax at line ${notebook.line}` };
    const { fragments, language } = notebook;
    return assemble(path, 'notebook', fragments, language === 'other' ? undefined : language, parsers);
  }
  if (DOCUMENTS.has(extension)) {
    const { fragments, frontMatter } = documentParts(text);
    const read = await assemble(path, 'document', fragments, fragments[0]?.language ?? 'r', parsers);
    const [first] = 'programs' in read ? read.programs : [];
    if (first !== undefined && frontMatter !== undefined) first.frontMatter = frontMatter;
    return read;
  }
  const language = own(EXTENSIONS, extension) ?? shebang(text.slice(0, 120));
  if (language === undefined) return { programs: [] };
  return assemble(path, 'script', [{ language, text, lineOf: (row) => row + 1 }], language, parsers);
}

async function assemble(
  path: string,
  form: Program['form'],
  fragments: Fragment[],
  main: Language | undefined,
  parsers: Parsers,
): Promise<ReadResult> {
  const total = fragments.reduce((sum, { text }) => sum + text.length, 0);
  if (total > SOURCE_CHARACTERS)
    return { unread: `expected at most ${SOURCE_CHARACTERS} characters of code, found ${total}` };
  const programs = new Map<Language, Program>();
  const programOf = (language: Language): Program => {
    const found = programs.get(language) ?? { path, language, form, statements: [], commands: [], broken: [] };
    programs.set(language, found);
    return found;
  };
  if (main !== undefined) programOf(main);
  for (const fragment of fragments) {
    const program = programOf(fragment.language);
    if (fragment.language === 'shell') append(program.commands, parseShell(fragment));
    else {
      const { statements, broken } = (await parseFragment(fragment, parsers)) ?? unparsed(fragment);
      append(program.statements, statements);
      append(program.broken, broken);
    }
  }
  return { programs: [...programs.values()] };
}

/** Undefined where no parser reads it in bounded time. */
async function parseFragment(fragment: Fragment, parsers: Parsers): Promise<Parsed | undefined> {
  if (hasLongLine(fragment.text)) return undefined;
  if (fragment.language === 'python') return parsePython(await parsers('python'), fragment);
  if (fragment.language === 'r') return parseR(await parsers('r'), fragment);
  return parseJulia(fragment);
}

/** A text that was not parsed is broken from its first line on. */
const unparsed = ({ lineOf, cell }: Fragment): Parsed => ({
  statements: [],
  broken: [{ line: lineOf(0), ...(cell !== undefined && { cell }) }],
});

const hasLongLine = (text: string): boolean =>
  text.length > LINE_CHARACTERS && text.split('\n').some((line) => line.length > LINE_CHARACTERS);
