import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import replaySchema from '../../schemas/replay.schema.json' with { type: 'json' };
import type { Assessment } from '../assess/assessment.js';
import { byBytes } from '../bytes/order.js';
import type { ReplayDocument } from '../reproduce/replay-record.js';
import { WorkflowError } from './errors.js';
import type { Run } from './project.js';
import { parsed, parseReport, REPORT_BYTES } from './report-document.js';

/** What a job with `command: replay` leaves; `command: publish` looks for it beside the bag. */
export const REPLAY_NAME = 'modelbag-replay.json';

/** The one bag that another job packed, and everything that it brought along. Throws WorkflowError. */
export async function packedBag({ directory, inputs }: Run): Promise<{ bag: string; names: string[] }> {
  const names = (await readdir(directory).catch(() => [])).sort(byBytes);
  const bags = names.filter((name) => name.endsWith('.zip') && names.includes(`${name}.sha256`));
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

/** Null where the artifact holds bags alone. */
export async function readReport(path: string): Promise<Assessment | null> {
  try {
    const { size } = await stat(path);
    if (size > REPORT_BYTES) throw new WorkflowError(`${path} has ${size} bytes`, 'Reports are shorter.');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return parseReport(await readFile(path, 'utf8'));
}

/** What another job found of this very bag; null where none trained it again. Throws WorkflowError for anything else. */
export async function readReplay(directory: string, bag: string): Promise<ReplayDocument | null> {
  const text = await readFile(join(directory, REPLAY_NAME), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const record = (await parsed(text, replaySchema.$id)) as ReplayDocument;
  if (record.bag !== bag)
    throw new WorkflowError(
      `${REPLAY_NAME} speaks of ${record.bag}, and the bag is ${bag}`,
      'Train again what was packed in the same run.',
    );
  return record;
}
