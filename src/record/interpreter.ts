import { open } from 'node:fs/promises';
import { basename, delimiter, join, resolve } from 'node:path';
import type { Interpreter } from '../evidence/run.js';
import { type Answer, ask } from './ask.js';

/** Where the command runs, and with which variables. */
export interface Place {
  directory: string;
  env: NodeJS.ProcessEnv;
}

export interface Installed {
  interpreter: Interpreter | null;
  packages: Record<string, string>;
  notes: string[];
}

interface Language {
  id: Interpreter['language'];
  /** Names of its programs. */
  program: RegExp;
  /** What prints lines of key, tab, value. */
  question: readonly string[];
}

/** The folder of the command is no place to import from: a file `json.py` there would run. */
const PYTHON = `import sys
sys.path = [p for p in sys.path if p not in ('', '.')]
import platform
try:
    from importlib import metadata
except ImportError:
    import importlib_metadata as metadata
print('version\\t' + platform.python_version())
print('implementation\\t' + platform.python_implementation())
for d in metadata.distributions():
    try:
        name, version = d.metadata['Name'], d.version
    except Exception:
        continue
    if name and version:
        print('package\\t' + name + '\\t' + version)
`;
const R = `cat('version\\t', as.character(getRversion()), '\\n', sep = '')
cat('implementation\\tR on ', R.version$platform, '\\n', sep = '')
s <- sessionInfo()
for (k in c('BLAS', 'LAPACK')) if (!is.null(s[[k]]) && nzchar(s[[k]])) cat('detail\\t', k, '\\t', basename(s[[k]]), '\\n', sep = '')
cat('detail\\tRNGkind\\t', paste(RNGkind(), collapse = ', '), '\\n', sep = '')
p <- installed.packages()
p <- p[!duplicated(p[, 'Package']), , drop = FALSE]
for (i in seq_len(nrow(p))) cat('package\\t', p[i, 'Package'], '\\t', p[i, 'Version'], '\\n', sep = '')
`;
const JULIA = `println("version\\t", VERSION)
println("implementation\\tJulia")
import Pkg
for (_, p) in Pkg.dependencies()
    p.version === nothing || println("package\\t", p.name, "\\t", p.version)
end
`;

const LANGUAGES: readonly Language[] = [
  { id: 'python', program: /^(python|pypy)[\d.]*(\.exe)?$/i, question: ['-c', PYTHON] },
  { id: 'r', program: /^(Rscript|R)(\.exe)?$/i, question: ['-e', R] },
  { id: 'julia', program: /^julia(\.exe)?$/i, question: ['-e', JULIA] },
];

/** Programs that start another one in an environment of theirs, up to and with the words before it. */
const RUNNERS = /^(uv|poetry|pdm|pipenv|hatch|pixi|rye|conda|mamba|micromamba)$/;

/** The interpreter that a command uses, as far as its words tell, and what is installed for it. */
export async function installedFor(command: readonly string[], place: Place): Promise<Installed> {
  const chosen = (await choose(command, place)) ?? fallback(command);
  const language = LANGUAGES.find(({ id }) => id === chosen.language)!;
  const program =
    chosen.language === 'r' ? [...chosen.words.slice(0, -1), rscriptOf(chosen.words.at(-1)!)] : chosen.words;
  const answer = await ask([...program, ...language.question], place);
  return answer.ok
    ? read(answer, chosen)
    : {
        interpreter: null,
        packages: {},
        notes: [`installed packages are not known: ${basename(program.at(-1)!)}: ${answer.why}`],
      };
}

interface Choice {
  language: Interpreter['language'];
  words: string[];
  basis: string;
}

async function choose(command: readonly string[], place: Place): Promise<Choice | undefined> {
  const [first = ''] = command;
  const language = languageOf(first);
  if (language) return { language, words: [first], basis: `the command starts ${basename(first)}` };
  if (RUNNERS.test(basename(first)) && command.includes('run')) return throughRunner(command);
  const shebang = await shebangOf(first, place);
  if (shebang) {
    const named = languageOf(shebang.at(-1) ?? '');
    if (named) return { language: named, words: [shebang.at(-1)!], basis: `the first line of ${basename(first)}` };
  }
  return undefined;
}

/** `uv run --with x python train.py`: the same words, another question. */
function throughRunner(command: readonly string[]): Choice {
  const name = basename(command[0]!);
  const at = command.findIndex((word, i) => i > 0 && languageOf(word) !== undefined);
  const run = command.indexOf('run');
  if (at > run)
    return {
      language: languageOf(command[at]!)!,
      words: command.slice(0, at + 1),
      basis: `${name} runs ${basename(command[at]!)}`,
    };
  // Options of the runner that choose an environment stand before the program.
  const named = /^(-n|--name|-p|--prefix|-e|--environment|--env|--package|--project|--directory)$/;
  let end = run + 1;
  while (end < command.length && command[end]!.startsWith('-')) end += named.test(command[end]!) ? 2 : 1;
  return { language: 'python', words: [...command.slice(0, end), 'python'], basis: `python of ${name}` };
}

/** Nothing names an interpreter: what a person would start. */
function fallback(command: readonly string[]): Choice {
  const text = command.join(' ');
  if (/\.(R|Rmd|qmd)\b/.test(text)) return { language: 'r', words: ['Rscript'], basis: 'Rscript on the path' };
  if (/\.jl\b/.test(text)) return { language: 'julia', words: ['julia'], basis: 'julia on the path' };
  return { language: 'python', words: ['python3'], basis: 'python3 on the path' };
}

const languageOf = (word: string): Interpreter['language'] | undefined =>
  LANGUAGES.find(({ program }) => program.test(basename(word)))?.id;

/** `R CMD BATCH` and `R -f` use what Rscript beside them uses. */
const rscriptOf = (program: string): string => program.replace(/R(\.exe)?$/, 'Rscript$1');

/** Words of the first line of a script, without `/usr/bin/env`. */
async function shebangOf(program: string, { directory, env }: Place): Promise<string[] | undefined> {
  const places = /[/\\]/.test(program)
    ? [resolve(directory, program)]
    : (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program));
  for (const path of places) {
    try {
      const file = await open(path);
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0);
        const line = /^#!\s*([^\r\n]+)/.exec(buffer.toString('utf8', 0, bytesRead))?.[1];
        const words = line?.trim().split(/\s+/) ?? [];
        if (words.length === 0) return undefined;
        return basename(words[0]!) === 'env'
          ? words
              .slice(1)
              .filter((word) => !word.startsWith('-'))
              .slice(0, 1)
          : words.slice(0, 1);
      } finally {
        await file.close();
      }
    } catch {
      // Not in this folder of the path.
    }
  }
  return undefined;
}

function read({ stdout }: Answer, { language, basis }: Choice): Installed {
  const facts = new Map<string, string>();
  const details: Record<string, string> = {};
  const packages: [string, string][] = [];
  for (const line of stdout.split(/\r?\n/)) {
    const [key = '', name = '', value] = line.split('\t');
    if (key === 'package' && value !== undefined) packages.push([name, value]);
    else if (key === 'detail' && value !== undefined) details[name] = value;
    else if (key === 'version' || key === 'implementation') facts.set(key, name);
  }
  packages.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    interpreter: {
      language,
      version: facts.get('version') ?? '',
      implementation: facts.get('implementation') ?? '',
      basis,
      ...(Object.keys(details).length > 0 && { details }),
    },
    packages: Object.fromEntries(packages),
    notes: [],
  };
}
