import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';

/** The project's folder. */
export const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const CLI = join(PROJECT, 'dist', 'cli.cjs');

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
      env: { PATH: process.env['PATH'], HOME: tmpdir(), NODE_DISABLE_COMPILE_CACHE: '1', ...options.env },
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

/** A folder that goes away when the test file ends. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'modelbag-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
