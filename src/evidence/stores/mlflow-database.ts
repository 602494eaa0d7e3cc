import { FormatError } from '../../bytes/format-error.js';
import { openSqlite, type SqliteDatabase } from '../../containers/sqlite.js';
import type { SqliteValue } from '../../containers/sqlite-record.js';
import { textOf } from '../environments/declaration.js';
import { scalarOfText } from '../settings/leaves.js';
import { personalIn } from '../settings/personal-words.js';
import { define, type RunStore, type StoredRun } from './stored-run.js';

/** Runs that are told of, the newest first; a search over settings leaves thousands. */
const RUNS = 100;
/** Rows of one table that are read. */
const ROWS = 200_000;

type Row = Record<string, SqliteValue>;

/** MLflow's own database, which it writes by default since version 3.7. */
export const mlflowDatabase: RunStore = {
  id: 'mlflow-database',
  title: 'MLflow database',
  recognize: (path) => /\.(db|sqlite3?)$/i.test(path),
  async read(source, path) {
    let database: SqliteDatabase;
    try {
      database = await openSqlite(source);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      // A file of another program is none of ours; one that calls itself MLflow's should have been readable.
      return /mlflow/i.test(path) ? { runs: [], unread: error.message } : undefined;
    }
    if (!['runs', 'params', 'experiments'].every((name) => database.tables.has(name))) return undefined;
    try {
      return await readRuns(database, path);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      return { runs: [], unread: error.message };
    }
  },
};

async function readRuns(database: SqliteDatabase, path: string) {
  const active = (await allRows(database, 'runs')).filter((row) => row['lifecycle_stage'] !== 'deleted');
  active.sort((a, b) => Number(b['start_time']) - Number(a['start_time']));
  const runs = new Map(active.slice(0, RUNS).map((row) => [String(row['run_uuid']), runOf(row, path)]));
  const of = (row: Row, key = 'run_uuid'): StoredRun | undefined => runs.get(String(row[key]));
  for (const row of await allRows(database, 'params')) addParameter(of(row), row);
  for (const row of await allRows(database, 'latest_metrics')) {
    const value = row['value'];
    const run = row['is_nan'] === 1 ? undefined : of(row);
    if (run && typeof value === 'number') define(run.metrics, String(row['key']), value);
  }
  for (const row of await allRows(database, 'tags')) addTag(of(row), row);
  for (const row of await allRows(database, 'logged_models'))
    of(row, 'source_run_id')?.folders.push(String(row['artifact_location']));
  await addData(database, runs);
  const left = active.length - runs.size;
  return {
    runs: [...runs.values()],
    ...(left > 0 && { unread: `expected at most ${RUNS} runs, found ${active.length}; the newest were read` }),
  };
}

function runOf(row: Row, path: string): StoredRun {
  const seconds = (Number(row['end_time']) - Number(row['start_time'])) / 1000;
  return {
    place: `${path}#${row['run_uuid']}`,
    ...(row['source_name'] && { program: String(row['source_name']) }),
    parameters: {},
    metrics: {},
    hardware: [],
    ...(seconds > 0 && row['end_time'] !== null && { seconds }),
    ...(row['status'] === 'FAILED' && { failed: true as const }),
    data: [],
    folders: [String(row['artifact_uri'] ?? '')],
    personal: new Set(row['user_id'] && row['user_id'] !== 'root' ? ['a user name'] : []),
  };
}

function addParameter(run: StoredRun | undefined, { key, value }: Row): void {
  if (!run) return;
  const text = String(value ?? '');
  define(run.parameters, String(key), scalarOfText(text));
  for (const what of personalIn(text)) run.personal.add(what);
}

function addTag(run: StoredRun | undefined, { key, value }: Row): void {
  if (!run) return;
  const text = String(value ?? '');
  if (key === 'mlflow.source.name') run.program ??= text;
  // The user is told of once, by the row of the run.
  if (key !== 'mlflow.user') for (const what of personalIn(text)) run.personal.add(what);
}

/** Data sets that a run was given: `inputs` leads from one to the other. */
async function addData(database: SqliteDatabase, runs: ReadonlyMap<string, StoredRun>): Promise<void> {
  const sets = new Map((await allRows(database, 'datasets')).map((row) => [row['dataset_uuid'], row]));
  for (const { source_id: from, destination_id: to } of await allRows(database, 'inputs')) {
    const row = sets.get(from ?? '');
    runs.get(String(to))?.data.push({
      type: textOf(row?.['dataset_source_type']),
      source: textOf(row?.['dataset_source']) ?? '',
      digest: textOf(row?.['digest']),
    });
  }
}

async function allRows(database: SqliteDatabase, name: string): Promise<Row[]> {
  const table = database.tables.get(name);
  const rows: Row[] = [];
  if (!table) return rows;
  for await (const row of database.rows(table)) {
    rows.push(row);
    if (rows.length > ROWS) throw new FormatError('resource-limit', `expected at most ${ROWS} rows of ${name}`);
  }
  return rows;
}
