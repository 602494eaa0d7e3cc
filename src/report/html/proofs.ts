import { html } from '../escape.js';
import { proofSentence } from '../export.js';
import { code, drawing, px, table } from './markup.js';
import type { ProvenCopy } from './proven-copy.js';

/** Relative differences that the drawing spans: that of two neighbors among doubles, and all of a number. */
const [LEAST, MOST] = [-17, 0];
const [LEFT, RIGHT, ROW, TOP] = [210, 700, 30, 26];
const MOST_ROWS = 40;
const MOST_NAME = 30;

/** Copies of models: where each lies, and how far at most its numbers are from those of the model. */
export function proofs(copies: readonly ProvenCopy[]): string {
  const shown = copies.slice(0, MOST_ROWS);
  if (shown.length === 0) return '';
  const rows = shown.map(({ native, path, proof }) => [code(path), code(native), html(proofSentence(proof))]);
  const rest = copies.length - shown.length;
  return [
    picture(shown),
    table(['Copy', 'Model', 'Proof'], rows),
    rest > 0 ? `<p class="dim">and ${rest} more</p>` : '',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

const xOf = (exponent: number): number => LEFT + ((RIGHT - LEFT) * (exponent - LEAST)) / (MOST - LEAST);
const clamped = (value: number): number => Math.min(MOST, Math.max(LEAST, Math.log10(value)));

function picture(copies: readonly ProvenCopy[]): string {
  const height = TOP + copies.length * ROW + 34;
  const grid = [-15, -12, -9, -6, -3, 0].map(
    (exponent) =>
      `<path class="made" d="M${px(xOf(exponent))} ${TOP - 6}V${height - 26}" opacity="0.35"/><text class="detail" x="${px(xOf(exponent))}" y="${height - 8}" text-anchor="middle">${exponent === 0 ? '1' : `1e${exponent}`}</text>`,
  );
  const lines = copies.map((copy, i) => line(copy, TOP + i * ROW));
  const said = copies.map(({ path, proof }) => `${path}: ${proofSentence(proof)}`).join('; ');
  const title = 'Largest relative difference of each copy from its model';
  return `<figure class="graph">
${drawing('proofs', title, said, `class="proofs" width="720" height="${height}" viewBox="0 0 720 ${height}"`, [...grid, ...lines].join('\n'))}
<figcaption>${html(title)}; the colored band is the tolerance, a tick at the left says that every number is the same.</figcaption>
</figure>`;
}

function line({ path, proof }: ProvenCopy, y: number): string {
  const { tolerance, worst, verdict } = proof;
  const middle = y + ROW / 2;
  const name = path.length > MOST_NAME ? `…${path.slice(-(MOST_NAME - 1))}` : path;
  const most = tolerance.relative > 0 ? xOf(clamped(tolerance.relative)) : LEFT;
  const band =
    most > LEFT
      ? `<rect class="recommended" x="${LEFT}" y="${middle - 8}" width="${px(most - LEFT)}" height="16"/>`
      : '';
  const mark =
    verdict === 'equal' || !worst
      ? `<text x="${LEFT}" y="${middle + 5}" text-anchor="middle">${verdict === 'not-equal' ? '✗' : '✓'}</text>`
      : `<circle class="dot" cx="${px(xOf(clamped(worst.maxRel || Number.MIN_VALUE)))}" cy="${middle}" r="5"/>`;
  return `<text x="${LEFT - 16}" y="${middle + 4}" text-anchor="end">${html(name)}</text>${band}${mark}`;
}
