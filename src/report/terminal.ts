import type { Assessment } from '../assess/assessment.js';
import type { Severity } from '../assess/finding.js';
import { count } from '../assess/quote.js';
import { lineOf } from './escape.js';
import { pad, wrap } from './fit.js';
import { type Paint, painter } from './paint.js';
import { sharedFolder } from './shared-folder.js';
import { type Column, renderTable } from './table.js';
import { DISCLAIMER, type FindingGroup, type ModelRow, type SetRow, statesBeside, type View, viewOf } from './view.js';
import type { Tone } from './words.js';

export interface Look {
  color: boolean;
  /** Columns of the terminal. */
  width: number;
}

const MOST_MODELS = 40;
const MOST_ITEMS = 5;
const MOST_ACCOUNTS = 8;
const SEVERITY: Readonly<Record<Severity, { mark: string; tone: Tone }>> = {
  error: { mark: '✗', tone: 'bad' },
  warning: { mark: '!', tone: 'weak' },
  note: { mark: '·', tone: 'plain' },
};

/** The report that maintainers see first: verdict, models, how they were made, what to do; `next` may be empty. */
export function renderTerminal(assessment: Assessment, look: Look, next = nextStep(assessment)): string {
  const view = viewOf(assessment);
  const paint = painter(look.color);
  const sections = [
    verdict(view, look, paint),
    models(view, look, paint),
    sets(view, look, paint),
    accounts(view, look, paint),
    evidence(view, look, paint),
    findings(view, look, paint),
    leftOut(view, look, paint),
    closing(view, next, look, paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function verdict({ title, verdict, summary }: View, { width }: Look, paint: Paint): string[] {
  return [
    paint.dim(`modelbag check · ${paint.names(lineOf(title))}`),
    '',
    ...wrap(lineOf(`${verdict.mark} ${summary}`), width).map((line, i) =>
      i === 0 ? paint.tone(verdict.tone, line) : line,
    ),
  ];
}

/** Columns of the table of models; `inspect` shows the same. */
export const MODEL_COLUMNS: readonly Column<ModelRow>[] = [
  { title: 'model', cell: ({ path }) => lineOf(path), comfort: 40, shrinksTo: 24 },
  { title: 'format', cell: ({ format }) => lineOf(format), comfort: 24, shrinksTo: 14, cut: 'end' },
  { title: 'openness', cell: ({ openness }) => openness },
  { title: 'safety', cell: ({ safety }) => safety },
  { title: 'loading', cell: ({ loading }) => loading, optional: 3 },
  { title: 'size', cell: ({ size }) => size, right: true, optional: 1 },
  { title: 'numbers', cell: ({ parameters }) => parameters, right: true, optional: 2 },
];

function models({ models }: View, { width }: Look, paint: Paint): string[] {
  if (models.length === 0) return [];
  const worstFirst = models.length > MOST_MODELS ? [...models].sort((a, b) => weight(b) - weight(a)) : models;
  const shown = worstFirst.slice(0, MOST_MODELS);
  const rest = models.length - shown.length;
  const folder = sharedFolder(models.map(({ path }) => path));
  return [
    `${heading('Models', paint)}${inFolder(folder, paint)}`,
    ...indent(
      renderTable(
        shown.map((row) => ({ ...row, path: row.path.slice(folder.length) })),
        MODEL_COLUMNS,
        width - 2,
        paint,
      ),
    ),
    ...(rest > 0 ? [paint.dim(`  and ${count(rest, 'more model')}; --format json lists all`)] : []),
  ];
}

const weight = ({ safety }: ModelRow): number => ({ bad: 2, weak: 1, plain: 0, good: 0 })[safety.tone];

function sets({ sets }: View, { width }: Look, paint: Paint): string[] {
  if (sets.length === 0) return [];
  const folder = sharedFolder(sets.flatMap(({ native, open, isCount }) => (isCount ? [] : [native, ...open])));
  const columns: Column<SetRow>[] = [
    {
      title: 'native',
      cell: (row) => (row.isCount ? row.native : lineOf(row.native.slice(folder.length)) + statesBeside(row)),
      shrinksTo: 18,
    },
    {
      title: 'open copy',
      cell: ({ open: [first = '', ...more] }) =>
        lineOf(`${first.slice(folder.length)}${more.length > 0 ? ` and ${more.length} more` : ''}`),
      shrinksTo: 16,
    },
    { title: 'outcome', cell: ({ outcome }) => outcome },
  ];
  const rest = sets.length - MOST_MODELS;
  return [
    `${heading('Preservation', paint)}${inFolder(folder, paint)}`,
    ...indent(renderTable(sets.slice(0, MOST_MODELS), columns, width - 2, paint)),
    ...(rest > 0 ? [paint.dim(`  and ${count(rest, 'more set')}`)] : []),
  ];
}

function accounts({ accounts }: View, { width }: Look, paint: Paint): string[] {
  if (accounts.length === 0) return [];
  const rest = accounts.length - MOST_ACCOUNTS;
  return [
    heading('What is known', paint),
    ...accounts
      .slice(0, MOST_ACCOUNTS)
      .flatMap(({ title, text }) => [
        ...wrap(lineOf(title), width - 2).map((line) => `  ${paint.message(line)}`),
        ...wrap(lineOf(text), width - 4).map((line) => `    ${paint.message(line)}`),
      ]),
    ...(rest > 0 ? [paint.dim(`  and ${count(rest, 'more account')}; --format json lists what they rest on`)] : []),
  ];
}

function evidence({ evidence }: View, { width }: Look, paint: Paint): string[] {
  if (evidence.length === 0) return [];
  const label = Math.max(...evidence.map((row) => row.label.length));
  return [
    heading('How it was made', paint),
    ...evidence.flatMap((row) => {
      const mark = row.tone === 'weak' ? paint.tone('weak', '–') : row.tone === 'good' ? paint.tone('good', '✓') : ' ';
      return wrap(lineOf(row.text), width - label - 6).map((line, i) =>
        i === 0
          ? `  ${mark} ${paint.dim(pad(row.label, label))}  ${paint.names(line)}`
          : `${' '.repeat(label + 6)}${paint.names(line)}`,
      );
    }),
  ];
}

function findings({ groups, counts }: View, { width }: Look, paint: Paint): string[] {
  if (groups.length === 0) return [];
  return [
    `${heading('Findings', paint)}  ${paint.dim(counts)}`,
    ...groups.flatMap((group) => findingGroup(group, width, paint)),
  ];
}

function findingGroup(group: FindingGroup, width: number, paint: Paint): string[] {
  const { mark, tone } = SEVERITY[group.severity];
  const shown = group.items.slice(0, MOST_ITEMS);
  const rest = group.items.length - shown.length;
  return [
    `  ${paint.tone(tone, `${mark} ${group.rule}`)}  ${paint.dim(group.severity)}`,
    ...shown.flatMap(({ places, message, advice }) => [
      ...places.slice(0, MOST_ITEMS).map((place) => `    ${paint.bold(lineOf(place))}`),
      ...(places.length > MOST_ITEMS ? [paint.dim(`    and ${count(places.length - MOST_ITEMS, 'more place')}`)] : []),
      ...wrap(lineOf(message), width - 4).map((line) => `    ${paint.message(line)}`),
      ...(advice === null ? [] : arrow(advice, width, paint)),
    ]),
    ...(rest > 0 ? [paint.dim(`    and ${rest} more`)] : []),
    ...(group.advice === null ? [] : arrow(group.advice, width, paint)),
  ];
}

const arrow = (advice: string, width: number, paint: Paint): string[] =>
  wrap(lineOf(advice), width - 6).map(
    (line, i) => `    ${i === 0 ? paint.tone('good', '→') : ' '} ${paint.message(line)}`,
  );

function leftOut({ leftOut, notes }: View, { width }: Look, paint: Paint): string[] {
  const lines = [
    ...leftOut.slice(0, MOST_MODELS).map(({ path, reason }) => `not packed: \`${path}\`: ${reason}`),
    ...(leftOut.length > MOST_MODELS ? [`and ${leftOut.length - MOST_MODELS} more not packed`] : []),
    ...notes,
  ];
  if (lines.length === 0) return [];
  return [
    heading('Remarks', paint),
    ...lines.flatMap((text) =>
      wrap(lineOf(text), width - 4).map((line, i) => `  ${i === 0 ? '·' : ' '} ${paint.message(line)}`),
    ),
  ];
}

function closing({ groups }: View, next: string, { width }: Look, paint: Paint): string[] {
  const explain = groups[0] ? `\`modelbag explain ${groups[0].rule}\` tells more about a rule.` : '';
  const advice = [next === '' ? '' : `Next: ${next}`, explain].filter((part) => part !== '').join(' ');
  return [
    ...(advice === '' ? [] : wrap(lineOf(advice), width).map((line) => paint.message(line))),
    ...wrap(DISCLAIMER, width).map((line) => paint.dim(line)),
  ];
}

/** What to do after a check. */
function nextStep({ verdict, tag }: Assessment): string {
  const pack = `\`modelbag pack${tag === '' ? '' : ` --tag ${tag}`}\` makes the archive.`;
  return verdict === 'fail' ? `Settle the errors first; then ${pack}` : pack;
}

const heading = (text: string, paint: Paint): string => paint.bold(text);
/** Said once in the heading instead of in every row. */
const inFolder = (folder: string, paint: Paint): string =>
  folder === '' ? '' : `  ${paint.dim(`in ${lineOf(folder)}`)}`;
const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
