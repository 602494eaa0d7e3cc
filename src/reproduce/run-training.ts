import { spawn } from 'node:child_process';
import { UsageError } from '../usage-error.js';

export interface TrainingRun {
  exitCode: number | null;
  /** What was over when the command was ended; null where it ended by itself. */
  ended: 'time' | 'output' | null;
  seconds: number;
  /** The end of what it wrote on stdout and stderr. */
  output: string;
}

export interface TrainingOptions {
  directory: string;
  env: NodeJS.ProcessEnv;
  /** Longest time; what is still running then is ended. */
  milliseconds: number;
  /** Without a network: in a network namespace of its own (Linux). */
  offline: boolean;
  /** Characters that it may write; absent: 2^28. */
  mostOutput?: number;
  /** Told what it writes, as it writes. */
  onOutput?: (text: string) => void;
}

/** What is kept of the output, in characters. */
const OUTPUT = 8_192;
/** Characters that a command may write: more fill the logs of whoever runs it, and nobody reads them. */
export const MOST_OUTPUT = 2 ** 28;
/** Timers of Node that are set to more are over at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The command cannot be started: there is no such program, or no way to take the network from it. */
export class NotStarted extends Error {
  override readonly name = 'NotStarted';
}

/** Runs a training command without a shell, in a group of its own that ends with it. Rejects with NotStarted. */
export function runTraining(command: readonly string[], options: TrainingOptions): Promise<TrainingRun> {
  const [program = '', ...args] = options.offline ? withoutNetwork(command) : command;
  const started = process.hrtime.bigint();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.directory,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    let output = '';
    let ended: TrainingRun['ended'] = null;
    let length = 0;
    const end = (reason: 'time' | 'output'): void => {
      ended = reason;
      endGroup(child.pid);
      // What left the group may hold the pipes for as long as it likes.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const take = (text: string): void => {
      if (ended) return;
      output = (output + text).slice(-OUTPUT);
      length += text.length;
      options.onOutput?.(text);
      if (length > (options.mostOutput ?? MOST_OUTPUT)) end('output');
    };
    // Characters may come in two pieces.
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    const timer = setTimeout(() => end('time'), Math.min(options.milliseconds, LONGEST_TIMER));
    child.on('error', (cause: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      const reason = cause.code === 'ENOENT' ? `there is no program ${program} here` : cause.message;
      reject(new NotStarted(reason, { cause }));
    });
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      endGroup(child.pid);
      resolve({ exitCode, ended, seconds: Number(process.hrtime.bigint() - started) / 1e9, output });
    });
  });
}

/** unshare(1) of util-linux: a user and network namespace in which there is not even a loopback device that is up. */
function withoutNetwork(command: readonly string[]): readonly string[] {
  if (process.platform !== 'linux')
    throw new UsageError('--offline needs Linux', 'Leave it out, or take the network from the machine.');
  return ['unshare', '--user', '--map-root-user', '--net', '--', ...command];
}

/** What the command started goes with it. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined || process.platform === 'win32') return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has ended by itself.
  }
}
