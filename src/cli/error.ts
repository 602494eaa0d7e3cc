import { lineOf } from '../report/escape.js';
import { UsageError } from '../usage-error.js';
import { asUsageError } from './system-error.js';
import type { Terminal } from './terminal.js';

/** What a person sees when a command could not run: message and cure; a stack only where it is our own bug. */
export async function showError(thrown: unknown, terminal: Terminal): Promise<void> {
  const error = asUsageError(thrown);
  if (error instanceof UsageError) {
    await terminal.stderr.write(
      `modelbag: ${error.message.split('\n').map(lineOf).join('\n  ')}\n  ${lineOf(error.advice)}\n`,
    );
    return;
  }
  const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await terminal.stderr.write(
    `modelbag: this is a bug of modelbag, please report it with the lines below\n${shown.split('\n').map(lineOf).join('\n')}\n`,
  );
}
