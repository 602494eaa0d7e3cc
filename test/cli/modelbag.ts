import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';
import { run } from '../../src/cli/program.js';

/** The project's folder. */
export const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const CLI = join(PROJECT, 'dist', 'cli.cjs');
/** Compiled code stays from one run to the next, as it does for users; otherwise compiling is most of what short runs take. */
const CACHE = join(tmpdir(), 'modelbag-tests');
mkdirSync(CACHE, { recursive: true, mode: 0o700 });

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built command line as a process, as a user would. */
export function modelbag(
  args: readonly string[],
  /** `deaf`: whoever reads the standard output goes away at once. */
  options: { cwd?: string; env?: Record<string, string>; deaf?: boolean } = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], {
      cwd: options.cwd ?? PROJECT,
      env: { PATH: process.env['PATH'], HOME: tmpdir(), XDG_CACHE_HOME: CACHE, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    if (options.deaf) child.stdout.destroy();
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
  });
}

/** Runs the command line in this process, in another folder: what hundreds of runs prove needs no hundreds of processes. */
export async function modelbagHere(args: readonly string[], cwd: string): Promise<Run> {
  const text = { stdout: '', stderr: '' };
  const output = (name: keyof typeof text) => ({
    write: async (chunk: string) => {
      text[name] += chunk;
    },
    isTTY: false,
    columns: undefined,
    stream: () => new Writable({ write: (_chunk, _encoding, done) => done() }),
  });
  const before = process.cwd();
  process.chdir(cwd);
  try {
    const env = { PATH: process.env['PATH'], HOME: tmpdir() };
    return { code: await run(args, { stdout: output('stdout'), stderr: output('stderr'), env }), ...text };
  } finally {
    process.chdir(before);
  }
}

/** A folder that goes away when the test file ends. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'modelbag-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
