import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { UsageError } from '../usage-error.js';
import type { Place } from './interpreter.js';

/** Handed on to the command, so that it can end by itself and its record can be written. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGCONT', 'SIGWINCH'] as const;

export interface Ending {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
}

/**
 * Runs a command without a shell, with the streams of the caller; `toStderr` keeps stdout free. Signals reach the
 * command, not us. Throws UsageError where it cannot be started.
 */
export function runCommand(
  [program = '', ...args]: readonly string[],
  place: Place,
  toStderr = false,
): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: place.directory,
      env: place.env,
      stdio: ['inherit', toStderr ? 2 : 'inherit', 'inherit'],
      windowsHide: true,
    });
    const forward = (signal: NodeJS.Signals): void => {
      // A terminal sends its interrupt to the whole group: the command has it already.
      if (process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT' || signal === 'SIGWINCH')) return;
      child.kill(signal);
    };
    const listened = SIGNALS.filter((signal) => signal in constants.signals);
    for (const signal of listened) process.on(signal, forward);
    const stop = (): void => {
      for (const signal of listened) process.off(signal, forward);
    };
    child.on('error', (cause: NodeJS.ErrnoException) => {
      stop();
      reject(
        new UsageError(
          `${program} cannot be started: ${cause.code === 'ENOENT' ? 'there is no such program' : cause.message}`,
          'Name a program on the path and its arguments after --; there is no shell, so pipes and variables need `sh -c`.',
          { cause },
        ),
      );
    });
    child.on('exit', (exitCode, signal) => {
      stop();
      resolve({ exitCode, signal });
    });
  });
}

/** What a shell would say: the code, or 128 and the number of the signal. */
export const codeOf = ({ exitCode, signal }: Ending): number =>
  exitCode ?? 128 + (signal === null ? 0 : constants.signals[signal]);
