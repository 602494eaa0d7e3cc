import { count } from '../assess/quote.js';
import type { CheckedSource, SourceState, SourcesDocument } from '../sources/source-state.js';
import { lineOf, markdownCode, markdownText } from './escape.js';
import { wrap } from './fit.js';
import { type Paint, painter } from './paint.js';
import type { Look } from './terminal.js';
import type { Toned } from './words.js';

const STATES: Readonly<Record<SourceState, Toned & { mark: string }>> = {
  gone: { text: 'gone', tone: 'bad', mark: '✗' },
  disabled: { text: 'taken down', tone: 'bad', mark: '✗' },
  changed: { text: 'changed', tone: 'weak', mark: '!' },
  moved: { text: 'moved', tone: 'weak', mark: '!' },
  unknown: { text: 'unknown', tone: 'plain', mark: '?' },
  gated: { text: 'behind a login or form', tone: 'good', mark: '✓' },
  ok: { text: 'reachable', tone: 'good', mark: '✓' },
};
const ORDER = Object.keys(STATES) as SourceState[];

/** What needs attention first. */
const byUrgency = (sources: readonly CheckedSource[]): CheckedSource[] =>
  ORDER.flatMap((state) => sources.filter((source) => source.state === state));

const nameOf = ({ value, revision }: CheckedSource): string => (revision ? `${value}@${revision}` : value);

function summary(sources: readonly CheckedSource[]): string {
  if (sources.length === 0) return 'No data outside of the repository is cited.';
  const told = ORDER.flatMap((state) => {
    const found = sources.filter((source) => source.state === state).length;
    return found === 0 ? [] : [`${found} ${STATES[state].text}`];
  });
  return `${count(sources.length, 'cited source')}: ${told.join(', ')}.`;
}

export function renderSourcesTerminal({ sources }: SourcesDocument, look: Look): string {
  const paint = painter(look.color);
  return `${[summary(sources), ...byUrgency(sources).map((source) => one(source, look, paint).join('\n'))].join('\n\n')}\n`;
}

function one(source: CheckedSource, { width }: Look, paint: Paint): string[] {
  const { mark, text, tone } = STATES[source.state];
  const places = source.citedIn
    .map(({ path, line }) => (line > 0 ? `${path}:${line}` : path))
    .filter((place) => place !== '');
  const indented = (line: string): string[] => wrap(lineOf(line), width - 2).map((part) => `  ${part}`);
  return [
    `${paint.tone(tone, mark)} ${paint.bold(lineOf(nameOf(source)))}  ${paint.dim(source.kind)}`,
    `  ${paint.tone(tone, text)}${paint.dim(` since ${source.since}`)}`,
    ...indented(source.detail),
    ...(source.suggestions ?? []).flatMap((suggestion) => indented(`→ ${suggestion}`)),
    ...(places.length > 0
      ? indented(
          `cited in ${places.slice(0, 3).join(', ')}${places.length > 3 ? ` and ${places.length - 3} more` : ''}`,
        )
      : []),
  ];
}

export function renderSourcesMarkdown({ sources }: SourcesDocument): string {
  if (sources.length === 0) return `${summary(sources)}\n`;
  const rows = byUrgency(sources).map(
    (source) =>
      `| ${[STATES[source.state].text, markdownCode(nameOf(source)), source.kind, markdownText(source.detail), source.since, (source.suggestions ?? []).map(markdownCode).join(' ')].join(' | ')} |`,
  );
  return `${[summary(sources), '', '| state | source | kind | why | since | instead |', '| --- | --- | --- | --- | --- | --- |', ...rows].join('\n')}\n`;
}
