import { execFile } from 'node:child_process';

/** Long enough for a cold interpreter on a slow disk. */
const PATIENCE = 60_000;
const OUTPUT_LIMIT = 16 * 1024 * 1024;

export interface Answer {
  ok: boolean;
  stdout: string;
  /** Why there is no answer. */
  why: string;
}

/** Asks a program, without a shell; a program that is not there or fails is an answer too. */
export function ask(
  [program = '', ...args]: readonly string[],
  where: { directory?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Answer> {
  return new Promise((resolve) => {
    const options = {
      ...(where.directory !== undefined && { cwd: where.directory }),
      ...(where.env && { env: where.env }),
      timeout: PATIENCE,
      maxBuffer: OUTPUT_LIMIT,
      windowsHide: true,
    };
    execFile(program, args, options, (error, stdout, stderr) => {
      const why = error === null ? '' : (stderr.trim().split('\n').at(-1) ?? '') || error.message.split('\n')[0]!;
      resolve({ ok: error === null, stdout: error === null ? stdout : '', why });
    });
  });
}
