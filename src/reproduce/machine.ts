import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Machine } from './preparation.js';

/** This machine, with the programs of such an environment. On Windows a program shows only when it is started. */
export const machineOf = (env: NodeJS.ProcessEnv): Machine => ({
  platform: process.platform,
  arch: process.arch,
  has: (program) =>
    process.platform === 'win32' ||
    (env['PATH'] ?? '').split(delimiter).some((folder) => folder !== '' && isProgram(join(folder, program))),
});

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
