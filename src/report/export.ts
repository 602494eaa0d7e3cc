import { count } from '../assess/quote.js';
import type { ExportDocument, WrittenExport } from '../export/export-model.js';
import type { Proof } from '../export/proof.js';
import { lineOf } from './escape.js';
import { wrap } from './fit.js';
import { type Paint, painter } from './paint.js';
import type { Look } from './terminal.js';
import { bytes, numbers, type Tone } from './words.js';

const MOST_LEFT_OUT = 5;

const VERDICTS: Readonly<Record<Proof['verdict'], { mark: string; tone: Tone }>> = {
  equal: { mark: '✓', tone: 'good' },
  'within-tolerance': { mark: '≈', tone: 'good' },
  'not-equal': { mark: '✗', tone: 'bad' },
};

/** What was exported and how it was proven; what is not possible, why, and what to do instead. */
export function renderExportTerminal(
  { model, exports, notPossible }: ExportDocument,
  folder: string,
  look: Look,
): string {
  const paint = painter(look.color);
  const parts = [
    paint.dim(`modelbag export · ${lineOf(model.path)} (${model.format})`),
    ...exports.map((written) => oneExport(written, folder, look, paint).join('\n')),
    ...notPossible.map(({ to, reason, instead }) =>
      [
        `${paint.tone('weak', '–')} ${paint.bold(to)}: not possible`,
        ...indented(reason, look),
        ...(instead === '' ? [] : indented(`→ ${instead}`, look)),
      ].join('\n'),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function oneExport({ path, files, proof, leftOut }: WrittenExport, folder: string, look: Look, paint: Paint): string[] {
  const { mark, tone } = VERDICTS[proof.verdict];
  const size = files.reduce((sum, file) => sum + file.size, 0);
  return [
    `${paint.tone(tone, mark)} ${paint.bold(lineOf(proof.verdict === 'not-equal' ? path : `${folder}/${path}`))}  ${paint.dim(bytes(size))}${files.length > 1 ? paint.dim(` in ${files.length} files`) : ''}`,
    ...indented(proofSentence(proof), look),
    ...(proof.remarks ?? []).flatMap((remark) => indented(remark, look)),
    ...leftOut
      .slice(0, MOST_LEFT_OUT)
      .flatMap(({ name, reason }) => indented(`left out: ${name === '' ? '(no name)' : name}: ${reason}`, look)),
    ...(leftOut.length > MOST_LEFT_OUT ? indented(`and ${leftOut.length - MOST_LEFT_OUT} more left out`, look) : []),
  ];
}

const indented = (text: string, { width }: Look): string[] => wrap(lineOf(text), width - 2).map((line) => `  ${line}`);

/** How equality is known, in one sentence. */
export function proofSentence({ method, verdict, compared, elements, worst, inputs }: Proof): string {
  const what = {
    tensors: `${count(compared, 'tensor')}, ${numbers(elements)} numbers`,
    predictions: `${count(inputs?.rows ?? compared, 'prediction')}`,
    coefficients: `${count(compared, 'coefficient')}`,
  }[method];
  if (verdict === 'not-equal') return `not equal: the copy was read back and differs; it was not kept`;
  const far = worst && worst.maxAbs > 0 ? `, largest difference ${worst.maxAbs.toPrecision(3)}` : '';
  return verdict === 'equal'
    ? `proven equal: ${what}, read back and compared one by one`
    : `equal within the tolerance: ${what}${far}`;
}
