import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Assessment } from '../assess/assessment.js';
import { isBagFile } from '../bag/bag-layout.js';
import { byBytes } from '../bytes/order.js';
import type { ReplayDocument } from '../reproduce/replay-record.js';
import { WorkflowError } from './errors.js';
import type { Run } from './project.js';
import { parseReplay, parseReport, REPORT_BYTES } from './report-document.js';

/** What a job with `command: replay` leaves; `command: publish` looks for it beside the bag. */
export const REPLAY_NAME = 'modelbag-replay.json';

/** The one bag that another job packed, and everything that it brought along. Throws WorkflowError. */
export async function packedBag({ directory, inputs }: Run): Promise<{ bag: string; names: string[] }> {
  const names = (await namesIn(directory)).sort(byBytes);
  const bags = names.filter((name) => isBagFile(name) && names.includes(`${name}.sha256`));
  const [bag] = bags;
  if (bag !== undefined && bags.length === 1) return { bag, names };
  throw new WorkflowError(
    bag === undefined
      ? `there is no bag in ${inputs.directory}`
      : `there are ${bags.length} bags in ${inputs.directory}`,
    'Download what the job with `command: pack` wrote, and name its folder.',
    `steps:\n  - uses: actions/download-artifact@v8\n    with:\n      name: modelbag\n      path: bag\n  - uses: modelbag/modelbag@v1\n    with:\n      command: ${inputs.command}\n      directory: bag`,
  );
}

/** None where there is no such folder. Throws WorkflowError. */
async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new WorkflowError(
      `expected a folder that can be read: ${(error as Error).message}`,
      'Correct the input `directory`.',
      '',
      { cause: error },
    );
  }
}

/** Null where the artifact holds bags alone. Throws WorkflowError. */
export async function readReport(path: string): Promise<Assessment | null> {
  const text = await textIn(path);
  return text === null ? null : parseReport(text);
}

/** What another job found of this very bag; null where none trained it again. Throws WorkflowError for anything else. */
export async function readReplay(
  directory: string,
  bag: { name: string; sha256: string },
): Promise<ReplayDocument | null> {
  const text = await textIn(join(directory, REPLAY_NAME));
  if (text === null) return null;
  const record = await parseReplay(text);
  if (record.bag === bag.name && record.sha256 === bag.sha256) return record;
  const words = ({ name, sha256 }: { name: string; sha256: string }): string => `${name} (sha256 ${sha256})`;
  throw new WorkflowError(
    `${REPLAY_NAME} speaks of ${words({ name: record.bag, sha256: record.sha256 ?? 'not said' })}, and the bag is ${words(bag)}`,
    'Train again what was packed in the same run.',
  );
}

/** A document that another job wrote, which may have been anybody's; null where there is none. Throws WorkflowError. */
async function textIn(path: string): Promise<string | null> {
  try {
    const { size } = await stat(path);
    if (size > REPORT_BYTES)
      throw new WorkflowError(
        `expected at most ${REPORT_BYTES} bytes in ${path}, found ${size}`,
        'Bring what the other job wrote, as it wrote it.',
      );
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
