import { NAME_LENGTH, sentence, shorten } from '../assess/quote.js';
import type { ReplayDocument } from '../reproduce/replay-record.js';
import { lineOf, markdownCode, markdownName, markdownText } from './escape.js';
import { wrap } from './fit.js';
import { MARK, table } from './markdown.js';
import { painter } from './paint.js';
import { renderTable } from './table.js';
import type { Look } from './terminal.js';
import type { Toned } from './words.js';

const VERDICTS: Readonly<Record<ReplayDocument['verdict'], Toned & { mark: string }>> = {
  reproduced: { text: 'reproduced', tone: 'good', mark: '✓' },
  'reproduced-within-tolerance': { text: 'reproduced within the tolerance', tone: 'good', mark: '✓' },
  'metrics-reproduced': { text: 'metrics reproduced, weights not', tone: 'weak', mark: '≈' },
  'not-reproduced': { text: 'not reproduced', tone: 'bad', mark: '✗' },
  'could-not-run': { text: 'could not run', tone: 'weak', mark: '?' },
};
const OUTPUT_LINES = 12;

/** What training again showed. */
export function renderReplayTerminal(document: ReplayDocument, { color, width }: Look): string {
  const { bag, command, commandFrom, setup, durationSeconds, models, metrics, output } = document;
  const paint = painter(color);
  const { mark, text, tone } = VERDICTS[document.verdict];
  const failed = document.verdict === 'could-not-run';
  return `${[
    paint.dim(`modelbag replay · ${lineOf(bag)}`),
    '',
    paint.tone(tone, `${mark} ${text}`),
    ...wrap(lineOf(document.reason), width - 2).map((line) => `  ${line}`),
    '',
    ...setup.map((step) => `  setup    ${lineOf(step)}`),
    ...(command.length === 0
      ? []
      : [
          `  command  ${lineOf(command.join(' '))}  ${paint.dim(`(${lineOf(commandFrom)}; ${durationSeconds.toFixed(1)} s)`)}`,
        ]),
    ...(models.length > 0
      ? [
          '',
          ...renderTable(
            models,
            [
              { title: 'model', cell: ({ path }) => lineOf(path), comfort: 40, shrinksTo: 20 },
              {
                title: '',
                cell: ({ diff, reason }) => lineOf(diff ? diff.summary : (reason ?? '')),
                shrinksTo: 20,
                cut: 'end',
              },
            ],
            width,
            paint,
          ),
        ]
      : []),
    ...(metrics.length > 0
      ? [
          '',
          ...renderTable(
            metrics,
            [
              { title: 'metric', cell: ({ name }) => lineOf(name), shrinksTo: 16 },
              { title: 'archived', cell: ({ archived }) => String(archived), right: true },
              { title: 'now', cell: ({ rerun }) => (rerun === null ? '–' : String(rerun)), right: true },
              {
                title: '',
                cell: ({ within }) => ({ text: within ? 'same' : 'differs', tone: within ? 'good' : 'bad' }),
              },
            ],
            width,
            paint,
          ),
        ]
      : []),
    ...(failed && output !== ''
      ? [
          '',
          ...output
            .trimEnd()
            .split('\n')
            .slice(-OUTPUT_LINES)
            .map((line) => `  ${lineOf(line)}`),
        ]
      : []),
  ].join('\n')}\n`;
}

const MOST_ROWS = 50;

/** `**Trained again:** ✅ reproduced. All 3 tensors are identical.` */
export function replayLine({ verdict, reason }: Pick<ReplayDocument, 'verdict' | 'reason'>): string {
  const { text, tone } = VERDICTS[verdict];
  return `**Trained again:** ${MARK[tone]} ${text}. ${markdownText(sentence(reason))}\n`;
}

/** The same as on a terminal, for a job summary. */
export function renderReplayMarkdown(document: ReplayDocument): string {
  const { bag, command, commandFrom, setup, durationSeconds, models, metrics, output, verdict } = document;
  const modelRows = models
    .slice(0, MOST_ROWS)
    .map(({ path, diff, reason }) => [markdownName(path), markdownText(diff ? diff.summary : (reason ?? ''))]);
  const metricRows = metrics
    .slice(0, MOST_ROWS)
    .map(({ name, archived, rerun, within }) => [
      markdownText(shorten(name, NAME_LENGTH)),
      String(archived),
      rerun === null ? '–' : String(rerun),
      within ? 'same' : `${MARK.bad} differs`,
    ]);
  const ran = [
    ...setup.map((step) => `- setup: ${markdownCode(step)}`),
    ...(command.length > 0
      ? [
          `- command: ${markdownCode(command.join(' '))} (${markdownText(commandFrom)}; ${durationSeconds.toFixed(1)} s)`,
        ]
      : []),
  ];
  const lines = output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-OUTPUT_LINES);
  return [
    `## modelbag: ${markdownCode(bag)} trained again\n`,
    replayLine(document),
    ...(ran.length > 0 ? [`${ran.join('\n')}\n`] : []),
    ...(modelRows.length > 0 ? [table(['Model', 'Compared with the archived one'], modelRows)] : []),
    ...(metricRows.length > 0 ? [table(['Metric', 'Archived', 'Now', ''], metricRows, 1)] : []),
    ...(verdict === 'could-not-run' && output !== ''
      ? ['The end of what it wrote:\n', ...lines.map((line) => `> ${markdownCode(line)}  `)]
      : []),
  ].join('\n');
}
