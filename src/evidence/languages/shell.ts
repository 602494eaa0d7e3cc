import type { Command, Fragment } from './program.js';

/**
 * Commands of a shell script (sh, bash, and the plain lines of Windows batch files): words without their quotes,
 * variables left as they are written. Control words are dropped, so that `if x; then y` yields x and y.
 */
export function parseShell(fragment: Fragment): Command[] {
  const rows = fragment.text.split('\n');
  const commands: Command[] = [];
  for (let row = 0; row < rows.length; row++) {
    const start = row;
    let line = rows[row] ?? '';
    while (/(^|[^\\])\\$/.test(line) && row + 1 < rows.length)
      line = line.slice(0, -1) + ' ' + (rows[++row] ?? '').trim();
    const heredoc = /<<-?\s*['"]?(\w+)['"]?/.exec(line);
    for (const words of commandsOf(line)) {
      if (words.length > 0)
        commands.push({
          line: fragment.lineOf(start),
          ...(fragment.cell === undefined ? {} : { cell: fragment.cell }),
          words,
        });
    }
    if (heredoc) {
      while (row + 1 < rows.length && (rows[row + 1] ?? '').trim() !== heredoc[1]) row++;
      row++;
    }
  }
  return commands;
}

const CONTROL = new Set([
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'do',
  'done',
  'while',
  'until',
  '{',
  '}',
  '!',
  'time',
  'exec',
  'sudo',
  'nohup',
  'call',
  '@echo',
  'rem',
  'REM',
  '::',
]);
const SEPARATOR = /^(;|&&|\|\||\||&|\(|\))$/;

function commandsOf(line: string): string[][] {
  const commands: string[][] = [];
  let current: string[] = [];
  const finish = (): void => {
    while (current[0] !== undefined && CONTROL.has(current[0])) {
      if (/^(rem|::)$/i.test(current[0])) current = [];
      else current = current.slice(1);
    }
    if (current.length > 0) commands.push(current);
    current = [];
  };
  for (const word of wordsOf(line)) {
    if (SEPARATOR.test(word)) finish();
    else current.push(word);
  }
  finish();
  return commands;
}

/** Words and operators of one line, up to a comment. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < line.length; at++) {
    const c = line.charAt(at);
    if (c === '#' && word === null) break;
    if (c === "'" || c === '"') {
      const end = closingQuote(line, at, c);
      word = (word ?? '') + line.slice(at + 1, end).replace(c === '"' ? /\\(["\\$`])/g : /$^/g, '$1');
      at = end;
    } else if (/\s/.test(c)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (c === '$' && line.charAt(at + 1) === '(') {
      const end = line.indexOf(')', at);
      word = (word ?? '') + line.slice(at, end < 0 ? line.length : end + 1);
      at = end < 0 ? line.length : end;
    } else if (/[;&|()]/.test(c)) {
      if (word !== null) words.push(word);
      word = null;
      const twice = line.charAt(at + 1) === c && /[&|;]/.test(c);
      words.push(twice ? c + c : c);
      if (twice) at++;
    } else if (c === '\\' && at + 1 < line.length) word = (word ?? '') + line.charAt(++at);
    else word = (word ?? '') + c;
  }
  if (word !== null) words.push(word);
  return words;
}

function closingQuote(line: string, start: number, quote: string): number {
  for (let at = start + 1; at < line.length; at++) {
    if (line.charAt(at) === '\\' && quote === '"') at++;
    else if (line.charAt(at) === quote) return at;
  }
  return line.length;
}
