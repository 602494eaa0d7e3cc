import type { Format, Terminal } from './terminal.js';

/** 0 nothing at or over the threshold · 1 findings at or over it · 2 could not run; `record` passes its command's code through. */
export type ExitCode = number;

/**
 * One command: one file, one line in program.ts. Options use commander's flag notation; beyond it, an option `<dir...>` is given
 * again for each value, so that it swallows no argument behind it, and `<format,...>` also takes values with commas between.
 */
export interface Command<Options> {
  name: string;
  /** `[dir]`, `<bag...>`, names without blanks; empty for none. */
  arguments: string;
  summary: string;
  /** Forms of its result, that of `--format` left out first. */
  formats: readonly Format[];
  /** Everything from the first argument on belongs to the argument: a command with options of its own. */
  passThrough?: boolean;
  options: readonly (readonly [flags: string, description: string, choices?: readonly string[]])[];
  /** What `--out` is, where it is not the folder of the result. */
  out?: string;
  run(args: readonly string[], options: Options, terminal: Terminal): Promise<ExitCode>;
}
