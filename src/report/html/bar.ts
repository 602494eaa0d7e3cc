import { html } from '../escape.js';
import { bytes } from '../words.js';
import { drawing, px } from './markup.js';

/** One part of a whole. `look` is a class of the style sheet. */
export interface Share {
  label: string;
  size: number;
  look: string;
}

const HEIGHT = 28;
/** Percent below which a label is not written into the bar. */
const LEAST_LABEL = 14;
/** Percent that even the smallest part takes, so that it is seen. */
const LEAST_WIDTH = 0.6;

/** Bytes as one bar, with a legend in words and numbers: nothing is said by color alone. */
export function bar(name: string, title: string, shares: readonly Share[]): string {
  const parts = shares.filter(({ size }) => size > 0);
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  if (total === 0) return '';
  const widths = parts.map(({ size }) => Math.max(LEAST_WIDTH, (100 * size) / total));
  const scale = 100 / widths.reduce((sum, width) => sum + width, 0);
  let x = 0;
  const rects = parts.map(({ label, look }, i) => {
    const width = (widths[i] as number) * scale;
    const text =
      width < LEAST_LABEL
        ? ''
        : `<text x="10" y="${HEIGHT / 2 + 4.5}"${width < 40 ? ' class="small"' : ''}>${html(label)}</text>`;
    const rect = `<svg x="${px(x)}%" y="0" width="${px(width)}%" height="${HEIGHT}"><rect class="${look}" width="100%" height="100%"/>${text}</svg>`;
    x += width;
    return rect;
  });
  const said = parts.map(({ label, size }) => `${label} ${bytes(size)} (${percent(size, total)})`);
  const keys = parts.map(
    ({ label, size, look }) =>
      `<li><span class="key ${look}"></span>${html(label)} <b>${bytes(size)}</b> <span class="dim">${percent(size, total)}</span></li>`,
  );
  return `<figure>
${drawing(name, title, `${said.join(', ')}.`, `class="bar" width="100%" height="${HEIGHT}"`, rects.join(''))}
<figcaption>${html(title)}</figcaption>
<ul class="legend">${keys.join('')}</ul>
</figure>`;
}

/** `97 %`; never 0 % of something and never 100 % of what is not all. */
export function percent(size: number, total: number): string {
  const share = (100 * size) / total;
  if (share > 0 && share < 1) return '< 1 %';
  return size < total && share > 99 ? '> 99 %' : `${Math.round(share)} %`;
}
