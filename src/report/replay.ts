import type { ReplayDocument } from '../reproduce/replay-record.js';
import { lineOf } from './escape.js';
import { wrap } from './fit.js';
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
