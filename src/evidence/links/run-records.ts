import { pathsOf } from '../collected-paths.js';
import { listOf, recordOf, textOf } from '../environments/declaration.js';
import { recordedRun } from '../recorded-run.js';
import { isRunRecord, parseRunRecord, RUN_RECORD_BYTES, succeeded } from '../settings/run-record.js';
import { fromTop, type LinkReader } from './link.js';

/** Outputs of a run that modelbag recorded. */
export const runRecordLinks: LinkReader = {
  id: 'run-record',
  title: 'modelbag.run.json',
  maxBytes: RUN_RECORD_BYTES,
  recognize: isRunRecord,
  read(text, { path }, collection) {
    const parsed = parseRunRecord(text);
    if ('reason' in parsed || !succeeded(parsed.root)) return [];
    const { folder, script } = recordedRun(parsed.root, path, pathsOf(collection));
    if (script === undefined) return [];
    return listOf(parsed.root['outputs']).flatMap((item, index) => {
      const { path: written, sha256, size } = recordOf(item);
      const target = textOf(written) === undefined ? undefined : fromTop(folder, String(written));
      if (target === undefined) return [];
      return [
        {
          script,
          target,
          ...(textOf(sha256) !== undefined && { digest: { algorithm: 'sha256' as const, value: String(sha256) } }),
          ...(typeof size === 'number' && { size }),
          how: `${path}:${parsed.lineOf(['outputs', index])}`,
        },
      ];
    });
  },
};
