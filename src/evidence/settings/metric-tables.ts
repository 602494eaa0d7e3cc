import { folderAbove } from '../../formats/file-access.js';
import { pathsOf } from '../collected-paths.js';
import { fileName } from '../environments/declaration.js';
import { csvCells } from './csv-cells.js';
import { isMeasure, metricOf } from './metrics-files.js';
import type { SettingsReader } from './reader.js';

const MOST_COLUMNS = 100;

/** Tables with a row for every epoch: Lightning's CSVLogger, Ultralytics, timm. The last value of each column is told. */
export const metricTables: SettingsReader = {
  id: 'metric-tables',
  title: 'metrics.csv of Lightning, results.csv of Ultralytics, summary.csv of timm',
  maxBytes: 4 * 1024 * 1024,
  recognize: (path) => /^(metrics|results|summary)\.csv$/.test(fileName(path)),
  read(text, path, into, collection) {
    const rows = text.trimEnd().split('\n').map(csvCells);
    const names = (rows[0] ?? []).map((name) => name.trim());
    if (!names.includes('epoch') || names.length > MOST_COLUMNS || !isOfRun(path, pathsOf(collection))) return;
    for (const [column, name] of names.entries()) {
      const row = rows.findLastIndex((cells, at) => at > 0 && (cells[column] ?? '').trim() !== '');
      const value = Number(rows[row]?.[column]);
      if (row > 0 && Number.isFinite(value) && isMeasure(name))
        into.metrics.push(metricOf(name, value, `${path}:${row + 1}`));
    }
  },
};

/** The settings of the run lie beside it. */
function isOfRun(path: string, paths: ReadonlySet<string>): boolean {
  return ['args.yaml', 'hparams.yaml'].some((name) => paths.has(folderAbove(path) + name));
}
