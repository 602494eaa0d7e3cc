/** What a command may touch of the outside world: two outputs and the environment, handed in by main. */
export interface Terminal {
  stdout: Output;
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
}

export interface Output {
  /** Writes all of `text` before it resolves. */
  write(text: string): Promise<void>;
  isTTY: boolean;
  columns: number | undefined;
  /** For what draws on a terminal. */
  stream(): NodeJS.WritableStream;
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
  options.color && terminal.stdout.isTTY && !terminal.env['NO_COLOR'] && terminal.env['TERM'] !== 'dumb';

/** Columns to fill: the terminal's own, never wider than text reads well. */
export const widthOf = (terminal: Terminal): number => Math.max(40, Math.min(terminal.stdout.columns ?? 100, 120));
