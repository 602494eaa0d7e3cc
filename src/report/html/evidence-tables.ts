import { count, sentence, shorten, visible } from '../../assess/quote.js';
import type { Evidence } from '../../evidence/evidence.js';
import { html } from '../escape.js';
import { code, folded, table } from './markup.js';

const MOST_ROWS = 40;
const MOST_VALUES = 16;

/** Every piece of evidence with its place, folded: seeds, settings, data, environments, metrics. */
export function evidenceTables(evidence: Evidence): string {
  const { seeds, hyperparameters, dataSources, environments, metrics, determinism } = evidence;
  return [
    folding(
      'seed',
      seeds,
      ['Place', 'Library', 'Value', 'Grade', 'For'],
      ({ path, line, library, value, grade, scope }) => [
        code(`${path}:${line}`),
        html(library),
        value === null ? '–' : code(short(value)),
        html(grade),
        html(scope),
      ],
    ),
    folding(
      'setting of determinism',
      determinism,
      ['Place', 'Flag', 'Value'],
      ({ path, line, flag, value }) => [code(`${path}:${line}`), code(flag), html(short(value))],
      'settings of determinism',
    ),
    folding(
      'source of settings',
      hyperparameters,
      ['Source', 'Values'],
      ({ source, values }) => [code(source), settings(values)],
      'sources of settings',
    ),
    folding(
      'data source',
      dataSources,
      ['Source', 'Kind', 'Named in', 'Packed'],
      ({ value, revision, kind, path, line, packed }) => [
        code(revision === undefined ? value : `${value}@${revision}`),
        html(kind),
        code(`${path}:${line}`),
        packed ? 'yes' : 'no',
      ],
    ),
    folding(
      'file of versions',
      environments,
      ['File', 'Ecosystem', 'Grade', 'Exact', 'With hashes'],
      ({ path, ecosystem, grade, pinned, total, hashed }) => [
        code(path),
        html(ecosystem),
        html(grade),
        `${pinned} of ${total}`,
        String(hashed),
      ],
      'files of versions',
    ),
    folding('metric', metrics, ['Metric', 'Value', 'Split', 'Where'], ({ name, value, split, where }) => [
      code(name),
      html(short(value)),
      html(split ?? ''),
      code(where),
    ]),
  ].join('\n');
}

function folding<Row>(
  one: string,
  rows: readonly Row[],
  titles: readonly string[],
  cells: (row: Row) => string[],
  many = `${one}s`,
): string {
  if (rows.length === 0) return '';
  const rest = rows.length - MOST_ROWS;
  const more = rest > 0 ? `\n<p>and ${rest} more, in evidence.json</p>` : '';
  return folded(count(rows.length, one, many), table(titles, rows.slice(0, MOST_ROWS).map(cells)) + more);
}

function settings(values: Record<string, unknown>): string {
  const pairs = Object.entries(values);
  const rest = pairs.length - MOST_VALUES;
  const shown = pairs
    .slice(0, MOST_VALUES)
    .map(([key, value]) => code(`${shorten(visible(key), 60)} = ${short(value)}`));
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

const short = (value: unknown): string =>
  shorten(sentence(typeof value === 'string' ? value : (JSON.stringify(value) ?? '')), 80);
