import type { Terminal } from './terminal.js';

/** 0 nothing at or over the threshold · 1 findings at or over it · 2 could not run. */
export type ExitCode = 0 | 1 | 2;

/** One command: one file, one line in program.ts. Options use commander's flag notation. */
export interface Command<Options> {
  name: string;
  /** `[dir]`, `<bag...>`; empty for none. */
  arguments: string;
  summary: string;
  options: readonly (readonly [flags: string, description: string, choices?: readonly string[]])[];
  run(args: readonly string[], options: Options, terminal: Terminal): Promise<ExitCode>;
}
