import { sha256OfOpened } from '../bytes/digest.js';
import { FormatError } from '../bytes/format-error.js';
import type { Collection } from '../collect/collection.js';
import type { Inspection } from '../formats/inspection.js';
import { pathsOf } from './collected-paths.js';
import { listOf, recordOf, textOf } from './environments/declaration.js';
import type { Run, RunFile } from './evidence.js';
import { fromTop } from './links/link.js';
import { readText } from './read-text.js';
import { recordedRun } from './recorded-run.js';
import { isRunRecord, parseRunRecord, RUN_RECORD_BYTES } from './settings/run-record.js';

/** Files of one record that are compared; a run that wrote more wrote a data set. */
const MOST_FILES = 500;
/** A larger file is compared by its size alone, unless somebody asked for digests of models. */
const DIGEST_BYTES = 512 * 1024 * 1024;

/** Recorded runs against the files that are here. */
export async function gatherRuns(collection: Collection, inspections: readonly Inspection[]): Promise<Run[]> {
  const runs: Run[] = [];
  const stateOf = stateReader(collection, inspections);
  for (const file of collection.files.filter(({ path }) => isRunRecord(path))) {
    const read = await readText(collection, file, RUN_RECORD_BYTES);
    const parsed = 'text' in read ? parseRunRecord(read.text) : undefined;
    if (!parsed || 'reason' in parsed) continue;
    const { root } = parsed;
    const { folder, command, script, workingDirectory } = recordedRun(root, file.path, pathsOf(collection));
    const git = recordOf(root['git']);
    const states = async (key: string): Promise<RunFile[]> => {
      const rows: RunFile[] = [];
      for (const item of listOf(root[key]).slice(0, MOST_FILES).map(recordOf)) {
        const path = textOf(item['path']) === undefined ? undefined : fromTop(folder, String(item['path']));
        if (path !== undefined) rows.push({ path, state: await stateOf(path, item) });
      }
      return rows;
    };
    runs.push({
      path: file.path,
      command,
      ...(script !== undefined && { script }),
      ...(workingDirectory !== undefined && { workingDirectory }),
      exitCode: typeof root['exitCode'] === 'number' ? root['exitCode'] : null,
      ...(textOf(git['commit']) !== undefined && { commit: String(git['commit']) }),
      ...(typeof git['dirty'] === 'boolean' && { dirty: git['dirty'] }),
      inputs: await states('inputs'),
      outputs: await states('outputs'),
    });
  }
  return runs;
}

function stateReader(collection: Collection, inspections: readonly Inspection[]) {
  const files = new Map(collection.files.map((file) => [file.path, file]));
  const known = new Map(inspections.map(({ path, sha256 }) => [path, sha256]));
  return async (path: string, { sha256, size }: Record<string, unknown>): Promise<RunFile['state']> => {
    const file = files.get(path);
    if (!file || file.entry.absent !== undefined) return 'absent';
    if (typeof size === 'number' && size !== file.size) return 'changed';
    if (textOf(sha256) === undefined) return 'unchecked';
    const digest = known.get(path) ?? (file.size > DIGEST_BYTES ? undefined : await digestOf(collection, path));
    return digest === undefined ? 'unchecked' : digest === sha256 ? 'same' : 'changed';
  };
}

async function digestOf(collection: Collection, path: string): Promise<string | undefined> {
  try {
    return await sha256OfOpened(collection.open(path));
  } catch (error) {
    // Content that cannot be read is told elsewhere.
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
