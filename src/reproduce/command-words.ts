import { UsageError } from '../usage-error.js';

/** One word: bare characters, or quoted text. No shell ever sees a command; what only a shell understands is refused. */
const WORD = /\s*((?:[^\s'"\\|&;<>()$`*?[\]#~]|\[|\]|'[^']*'|"[^"$`\\]*"|(?<=\S)[#~])+)/y;

/** The words of a command as a person writes it in the configuration. */
export function commandWords(command: string): string[] {
  const words: string[] = [];
  WORD.lastIndex = 0;
  let end = 0;
  for (let found = WORD.exec(command); found; found = WORD.exec(command)) {
    words.push((found[1] as string).replace(/'([^']*)'|"([^"]*)"/g, (_all, single, double) => single ?? double));
    end = WORD.lastIndex;
  }
  if (words.length === 0 || command.slice(end).trim() !== '')
    throw new UsageError(
      `expected a program and its arguments, found "${command}"`,
      'There is no shell: put pipes, variables and several commands into a script, and name that.',
    );
  return words;
}
