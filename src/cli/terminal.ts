/** What a command may touch of the outside world: two streams and the environment, handed in by main. */
export interface Terminal {
  stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  stderr: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  env: Readonly<Record<string, string | undefined>>;
}

/** Options that every command has. */
export interface CommonOptions {
  format?: Format;
  out?: string;
  config?: string;
  failOn?: 'error' | 'warning' | 'never';
  quiet?: boolean;
  /** False with --no-color. */
  color: boolean;
}
export type Format = 'terminal' | 'json' | 'markdown' | 'sarif' | 'html' | 'csv';

/** Color for people: on a terminal, unless they say otherwise (https://no-color.org). */
export const wantsColor = (terminal: Terminal, options: CommonOptions): boolean =>
  options.color && terminal.stdout.isTTY === true && !terminal.env['NO_COLOR'] && terminal.env['TERM'] !== 'dumb';

/** Columns to fill: the terminal's own, never wider than text reads well. */
export const widthOf = (terminal: Terminal): number => Math.max(40, Math.min(terminal.stdout.columns ?? 100, 120));

/** True for the error of a pipe whose reader went away. */
const isDeaf = (error: NodeJS.ErrnoException): boolean => error.code === 'EPIPE';

/** Writes all of `text` before it resolves, also into pipes and files. A reader that went away (`| head`) is no failure. */
export const writeAll = (stream: NodeJS.WritableStream, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.write(text, (error) => (error && !isDeaf(error) ? reject(error) : resolve()));
  });
