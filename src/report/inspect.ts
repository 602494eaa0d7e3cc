import type { ModelReport } from '../assess/assessment.js';
import { count } from '../assess/quote.js';
import { lineOf } from './escape.js';
import { cut, pad, wrap } from './fit.js';
import { type Paint, painter } from './paint.js';
import { renderTable } from './table.js';
import { type Look, MODEL_COLUMNS } from './terminal.js';
import { modelRow } from './view.js';
import {
  bytes,
  dimensions,
  formatWord,
  LOADING,
  numbers,
  opennessWord,
  PROMISE,
  safetyWord,
  type Tone,
} from './words.js';

const MOST_FINDINGS = 8;
const MOST_FACTS = 12;
const MOST_CARDS = 20;
const LABEL = 9;

/** Models one by one; many of them as a table, with cards for those that need attention. */
export function renderInspectTerminal(models: readonly ModelReport[], look: Look): string {
  const paint = painter(look.color);
  if (models.length === 0) return 'No model was found.\n';
  if (models.length <= 3) return `${models.map((model) => card(model, look, paint).join('\n')).join('\n\n')}\n`;
  const troubled = models.filter(({ safety }) => safety.findings.length > 0);
  const cards = troubled.slice(0, MOST_CARDS).map((model) => card(model, look, paint).join('\n'));
  const rest = troubled.length - cards.length;
  return `${[renderTable(models.map(modelRow), MODEL_COLUMNS, look.width, paint).join('\n'), ...cards, ...(rest > 0 ? [`and ${count(rest, 'more model')} with findings; --format json lists all`] : [])].join('\n\n')}\n`;
}

function card(model: ModelReport, { width }: Look, paint: Paint): string[] {
  const { openness, safety, format } = model;
  const title = paint.bold(lineOf(model.path));
  const openWord = opennessWord(model);
  const safeWord = safetyWord(model);
  const line = (label: string, text: string, tone: Tone = 'plain'): string[] =>
    wrap(lineOf(text), width - LABEL - 4).map(
      (part, i) =>
        `  ${paint.dim(pad(i === 0 ? label : '', LABEL))}  ${tone === 'plain' ? paint.message(part) : paint.tone(tone, part)}`,
    );
  // Of what nobody looked into there is nothing else to say.
  if (safety.status === 'error')
    return [title, ...safety.findings.flatMap(({ message }) => line('safety', `${safeWord.text}: ${message}`, 'bad'))];
  return [
    `${title}  ${paint.dim(bytes(model.size))}`,
    ...line(
      'format',
      [formatWord(model), format.version === '' ? '' : `version ${format.version}`]
        .filter((part) => part !== '')
        .join(', '),
    ),
    ...line('', `recognized by ${format.basis}`),
    ...line('openness', `${openWord.text}: ${PROMISE[openness.promise]}`, openWord.tone),
    ...line('', openness.reason),
    ...(openness.class === 'recommended'
      ? []
      : openness.fix.startsWith('Nothing')
        ? []
        : line('', `→ ${openness.fix}`)),
    ...line('loading', loadingText(model), LOADING[model.loading].tone),
    ...line('safety', `${safeWord.text}${safety.status === 'complete' ? ', read completely' : ''}`, safeWord.tone),
    ...safety.findings
      .slice(0, MOST_FINDINGS)
      .flatMap((finding) => line('', `${finding.severity}: ${finding.message} [${finding.rule}]`)),
    ...(safety.findings.length > MOST_FINDINGS ? line('', `and ${safety.findings.length - MOST_FINDINGS} more`) : []),
    ...(model.needs.length > 0
      ? line('needs', model.needs.map((need) => `${need.package} ${need.version}`.trim()).join(', '))
      : []),
    ...(model.tensorCount > 0
      ? line(
          'tensors',
          `${count(model.tensorCount, 'tensor')}, ${numbers(model.parameterCount)} numbers, ${bytes(model.logicalBytes)}`,
        )
      : []),
    ...(model.companions.length > 0 ? line('files', `${count(model.companions.length, 'companion file')}`) : []),
    ...(model.transfer
      ? line('read', `${bytes(model.transfer.bytes)} in ${count(model.transfer.requests, 'request')}`)
      : []),
    ...(model.sha256 === undefined ? [] : line('sha256', model.sha256)),
    ...facts(model, width, paint),
    ...tensors(model, width, paint),
  ];
}

function loadingText({ loading, safety, format }: ModelReport): string {
  const here = LOADING[loading].text;
  const torch =
    safety.weightsOnlyLoadable === undefined
      ? ''
      : safety.weightsOnlyLoadable
        ? ', loads with weights_only=True'
        : ', refused by weights_only=True';
  const worst = format.worstLoading === loading ? '' : ` (the format as such: ${LOADING[format.worstLoading].text})`;
  return `${here}${torch}${worst}`;
}

function facts({ facts }: ModelReport, width: number, paint: Paint): string[] {
  const shown = facts.slice(0, MOST_FACTS);
  const rest = facts.length - shown.length;
  return [
    ...shown.map(
      ({ key, value }, i) =>
        `  ${paint.dim(pad(i === 0 ? 'facts' : '', LABEL))}  ${cut(lineOf(`${key} = ${typeof value === 'string' ? value : JSON.stringify(value)}`), width - LABEL - 4)}`,
    ),
    ...(rest > 0 ? [`  ${' '.repeat(LABEL)}  ${paint.dim(`and ${rest} more`)}`] : []),
  ];
}

function tensors({ tensors }: ModelReport, width: number, paint: Paint): string[] {
  if (!tensors || tensors.length === 0) return [];
  return [
    '',
    ...renderTable(
      tensors,
      [
        { title: 'tensor', cell: ({ name }) => lineOf(name === '' ? '(no name)' : name), shrinksTo: 20 },
        { title: 'dtype', cell: ({ dtype }) => lineOf(dtype) },
        { title: 'shape', cell: ({ shape }) => dimensions(shape, '×'), shrinksTo: 10 },
        { title: 'bytes', cell: ({ byteLength }) => String(byteLength), right: true },
        { title: 'sha256', cell: ({ sha256 }) => sha256?.slice(0, 12) ?? '', optional: 1 },
      ],
      width - 2,
      paint,
    ).map((line) => `  ${line}`),
  ];
}
