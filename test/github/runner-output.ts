/** A workflow command as `::error file=a.py,line=3::text`. */
export interface Command {
  name: string;
  properties: Record<string, string>;
  message: string;
}

export interface Annotation extends Command {
  name: 'error' | 'warning' | 'notice';
}

/** What a step printed, as the runner understands it. */
export interface Log {
  /** Everything that is no command, in order. */
  lines: string[];
  commands: Command[];
  annotations: Annotation[];
  groups: { title: string; lines: string[] }[];
  /** Values that `::add-mask::` hides from then on. */
  masks: string[];
}

const unescapeData = (text: string): string =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
const unescapeProperty = (text: string): string => unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','));

/** Takes a log apart; between `::stop-commands::word` and `::word::` everything is text. */
export function parseLog(text: string): Log {
  const log: Log = { lines: [], commands: [], annotations: [], groups: [], masks: [] };
  let group: Log['groups'][number] | null = null;
  let resume: string | null = null;
  for (const line of text.replace(/\n$/, '').split(/\r?\n/)) {
    const command = commandOf(line);
    if (resume !== null) {
      if (command?.name === resume) resume = null;
      else {
        log.lines.push(line);
        group?.lines.push(line);
      }
      continue;
    }
    if (command === null) {
      if (text !== '') log.lines.push(line);
      group?.lines.push(line);
      continue;
    }
    log.commands.push(command);
    if (command.name === 'group') {
      group = { title: command.message, lines: [] };
      log.groups.push(group);
    }
    if (command.name === 'endgroup') group = null;
    if (command.name === 'stop-commands') resume = command.message;
    if (command.name === 'add-mask') log.masks.push(command.message);
    if (isAnnotation(command)) log.annotations.push(command);
  }
  return log;
}

const isAnnotation = (command: Command): command is Annotation => ['error', 'warning', 'notice'].includes(command.name);

function commandOf(line: string): Command | null {
  const found = /^\s*::([A-Za-z0-9_-]+)(?: ([^\n]*?))?::(.*)$/.exec(line);
  if (!found) return null;
  const [, name = '', properties = '', message = ''] = found;
  return {
    name,
    properties: Object.fromEntries(
      properties
        .split(',')
        .filter((pair) => pair.includes('='))
        .map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), unescapeProperty(pair.slice(pair.indexOf('=') + 1))]),
    ),
    message: unescapeData(message),
  };
}

/** Reads a file of `name=value` lines and `name<<word … word` blocks, as GITHUB_OUTPUT; throws where the runner would. */
export function parseCommandFile(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (line === '') continue;
    const [equals, heredoc] = [line.indexOf('='), line.indexOf('<<')];
    if (heredoc >= 0 && (equals < 0 || heredoc < equals)) {
      const end = lines.indexOf(line.slice(heredoc + 2), at + 1);
      if (end < 0) throw new Error(`Matching delimiter not found '${line.slice(heredoc + 2)}'`);
      values[line.slice(0, heredoc)] = lines.slice(at + 1, end).join('\n');
      at = end;
    } else if (equals > 0) values[line.slice(0, equals)] = line.slice(equals + 1);
    else throw new Error(`Invalid format '${line}'`);
  }
  return values;
}
