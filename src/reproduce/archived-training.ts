import { pathMatcher } from '../collect/glob.js';
import { escapes } from '../formats/open-model.js';
import { UsageError } from '../usage-error.js';
import { type ArchivedProject, rows, text } from './archived-project.js';
import type { RestoredFile } from './clean-copy.js';
import { commandWords } from './command-words.js';

export interface TrainingCommand {
  words: readonly string[];
  /** Where it runs, relative to the repository; '' for its top. */
  directory: string;
  /** Who says so, for people. */
  from: string;
}

/** A command in the place of what the bag says, and how people speak of it where they give it. */
export interface GivenCommand {
  /** Empty where none is given. */
  words: readonly string[];
  /** `the command line`. */
  from: string;
  /** `Name the command after --`. */
  advice: string;
}

/** The command by the surest word for it: the user's, the configuration's, a recorded run's, the only training script. */
export function commandOf(
  given: GivenCommand,
  { evidence, files, config: { train } }: ArchivedProject,
): TrainingCommand {
  const inside = (directory: string): string => insideCopy(directory, given.advice);
  const directory = inside(train?.workdir ?? '');
  if (given.words.length > 0) return { words: given.words, directory, from: given.from };
  if (train?.command !== undefined)
    return { words: commandWords(train.command), directory, from: 'train.command of the configuration' };
  for (const run of rows(evidence['runs'])) {
    const words = run['command'];
    if (run['exitCode'] !== 0) continue;
    if (Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string'))
      return {
        words: words as string[],
        directory: inside(text(run['workingDirectory'])),
        from: `the recorded run ${text(run['path'])}`.trim(),
      };
  }
  const present = new Set(files.map(({ path }) => path));
  const scripts = rows(evidence['scripts']).filter(
    ({ role, path, writes }) => role === 'train' && present.has(text(path)) && rows(writes).length > 0,
  );
  const program = { python: 'python3', r: 'Rscript', julia: 'julia', shell: 'sh' }[text(scripts[0]?.['language'])];
  if (scripts.length === 1 && program)
    return { words: [program, text(scripts[0]?.['path'])], directory, from: 'the only training script' };
  throw new UsageError(
    `the bag does not say how its models are trained (${scripts.length} training scripts)`,
    `${given.advice}, or set train.command in .github/modelbag.yml before archiving.`,
  );
}

/** A folder of the repository. The bag may be anybody's: none leads out of the copy. */
function insideCopy(directory: string, advice: string): string {
  const plain = directory.replace(/^\.(?:\/|$)/, '');
  if (plain === '' || !escapes(plain)) return plain;
  throw new UsageError(
    `expected a folder of the repository to train in, found "${directory}"`,
    `${advice}, or correct train.workdir.`,
  );
}

/** Models that the training is known to write; what nobody is known to write stays in the copy, as a base of the training. */
export function writtenModels({ evidence, files, config: { train } }: ArchivedProject): RestoredFile[] {
  const declared = (train?.outputs ?? []).map(pathMatcher);
  const told = new Set(
    rows(evidence['scripts']).flatMap(({ role, writes }) =>
      role === 'train' ? rows(writes).map(({ model }) => text(model)) : [],
    ),
  );
  const recorded = new Set(
    rows(evidence['runs']).flatMap(({ outputs }) => rows(outputs).map(({ path }) => text(path))),
  );
  return files.filter(
    ({ bag, path }) =>
      /^data\/(?:models|exports)\//.test(bag) &&
      (told.has(path) || recorded.has(path) || declared.some((matches) => matches(path))),
  );
}
