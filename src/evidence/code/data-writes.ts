import { everyFolderAbove } from '../../formats/file-access.js';
import { pathTest } from '../wildcards.js';
import { openedPath } from './configurations.js';
import { foldersAbove, inFolder, normalizePath } from './modules.js';
import { matcher } from './names.js';
import type { Repository } from './repository.js';
import { callsOf } from './roles.js';
import type { CallEvent } from './value.js';
import { argument, knownText, pattern } from './values.js';

/** Position and names of the path in calls that write data. */
const WRITES = matcher<[at: number, ...names: string[]]>([
  ['*.to_csv', [0, 'path_or_buf', 'path']],
  ['*.to_parquet', [0, 'path']],
  ['*.to_feather', [0, 'path']],
  ['*.to_pickle', [0, 'path']],
  ['*.to_json', [0, 'path_or_buf']],
  ['*.write_csv', [0, 'file']],
  ['*.write_parquet', [0, 'file']],
  ['*.tofile', [0, 'fid']],
  ['*.save_to_disk', [0, 'dataset_path']],
  ['tensorflow.*.TFRecordWriter', [0, 'path']],
  ['urllib.request.urlretrieve', [1, 'filename']],
  ['wget.download', [1, 'out']],
  ['numpy.save*', [0, 'file']],
  ['numpy.memmap', [0, 'filename']],
  ['open', [0, 'file']],
  ['pickle.dump', [1, 'file']],
  ['joblib.dump', [1, 'filename']],
  ['write.csv', [1, 'file']],
  ['write_csv', [1, 'file']],
  ['write_tsv', [1, 'file']],
  ['write_parquet', [1, 'sink']],
  ['write_feather', [1, 'sink']],
  ['fwrite', [1, 'file']],
  ['write.table', [1, 'file']],
  ['saveRDS', [1, 'file']],
]);

/** Paths, with `*` for what is not known, at which code of the repository leaves data: what it reads there is no source. */
export function writtenData(repository: Repository): (path: string) => boolean {
  const found = new Set<string>();
  for (const trace of repository.traces) {
    for (const event of callsOf(trace)) {
      const shown = writtenPath(event);
      if (shown === undefined) continue;
      for (const folder of foldersAbove(trace.main.path)) {
        const path = normalizePath(inFolder(folder, shown));
        if (path !== undefined && /[^*./]{3}/.test(path)) found.add(path);
      }
    }
  }
  const tests = [...found].filter((path) => path.includes('*')).map((path) => pathTest(path, true));
  return (path) =>
    found.has(path) ||
    [...everyFolderAbove([path])].some((folder) => found.has(folder.slice(0, -1))) ||
    tests.some((test) => test(path));
}

function writtenPath(event: CallEvent): string | undefined {
  const rule = WRITES(event.path);
  if (rule === undefined) return undefined;
  const [at, ...names] = rule;
  if (
    /^(open|numpy\.memmap)$/.test(event.path) &&
    !/[wxa]/.test(knownText(argument(event, event.path === 'open' ? 1 : 2, 'mode')) ?? 'r')
  )
    return undefined;
  const given = argument(event, at, ...names);
  return pattern(openedPath(given) ?? given);
}
