import { html } from '../escape.js';
import { drawing, px } from './markup.js';

/** Elements by the size of their difference: 2^exponent and up to twice as much. */
export type Histogram = readonly { exponent: number; elements: number }[];

/** Exponent that stands for a difference without bound. */
const INFINITE = 1024;
const [WIDTH, HEIGHT, FLOOR, LEFT] = [720, 190, 150, 48];

/** A drawing of a histogram with its axes; heights grow with the logarithm, so that a single element is seen. */
export function histogram(name: string, title: string, bins: Histogram): string {
  const finite = bins.filter(({ exponent }) => exponent < INFINITE);
  const far = bins.find(({ exponent }) => exponent >= INFINITE)?.elements ?? 0;
  if (bins.length === 0) return '';
  const [least, most] = spanOf(finite);
  const room = WIDTH - LEFT - (far > 0 ? 70 : 10);
  const width = room / (most - least + 1);
  const top = Math.max(...bins.map(({ elements }) => elements));
  const heightOf = (elements: number): number => ((FLOOR - 20) * Math.log10(1 + elements)) / Math.log10(1 + top);
  const bars = finite.map(({ exponent, elements }) =>
    column(LEFT + (exponent - least) * width, Math.max(1, width - 1), heightOf(elements), 'c1'),
  );
  if (far > 0) {
    const x = WIDTH - 46;
    bars.push(column(x, 30, heightOf(far), 'c5'), label(x + 15, FLOOR + 16, '∞'));
  }
  const ticks = decades(least, most).map((decade) =>
    label(LEFT + (decade * Math.LOG2E * Math.LN10 - least) * width, FLOOR + 16, `1e${decade}`),
  );
  const frame = `<path class="made" d="M${LEFT} 12V${FLOOR}H${WIDTH - 6}"/>`;
  const sides = `${label(LEFT - 6, 22, compact(top), 'end')}${label(LEFT - 6, FLOOR, '0', 'end')}${label(WIDTH / 2, HEIGHT - 6, 'size of the difference')}`;
  const said = bins
    .map(
      ({ exponent, elements }) =>
        `${exponent >= INFINITE ? 'without bound' : (2 ** exponent).toExponential(1)}: ${elements}`,
    )
    .join(', ');
  return `<figure class="graph">
${drawing(name, title, said, `width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"`, [...bars, frame, sides, ...ticks].join('\n'))}
<figcaption>${html(title)}</figcaption>
</figure>`;
}

/** The same without axes, for a row of a table. */
export function spark(name: string, bins: Histogram, [least, most]: readonly [number, number]): string {
  const [width, height] = [120, 22];
  const step = width / (most - least + 1);
  const top = Math.max(1, ...bins.map(({ elements }) => elements));
  const bars = bins.map(({ exponent, elements }) => {
    const size = (height * Math.log10(1 + elements)) / Math.log10(1 + top);
    const x = (Math.min(exponent, most) - least) * step;
    return `<rect class="${exponent >= INFINITE ? 'c5' : 'c1'}" x="${px(x)}" y="${px(height - size)}" width="${px(Math.max(1.5, step))}" height="${px(size)}"/>`;
  });
  const said = bins.map(({ exponent, elements }) => `2^${exponent}: ${elements}`).join(', ');
  return drawing(name, 'sizes of the differences', said, `width="${width}" height="${height}"`, bars.join(''));
}

/** Least and largest exponent. */
export function spanOf(bins: Histogram): [number, number] {
  const exponents = bins.map(({ exponent }) => exponent).filter((exponent) => exponent < INFINITE);
  return exponents.length === 0 ? [0, 0] : [Math.min(...exponents), Math.max(...exponents)];
}

/** Sums of several. */
export function together(all: readonly Histogram[]): Histogram {
  const sums = new Map<number, number>();
  for (const { exponent, elements } of all.flat()) sums.set(exponent, (sums.get(exponent) ?? 0) + elements);
  return [...sums].map(([exponent, elements]) => ({ exponent, elements })).sort((a, b) => a.exponent - b.exponent);
}

const column = (x: number, width: number, height: number, look: string): string =>
  `<rect class="${look}" x="${px(x)}" y="${px(FLOOR - height)}" width="${px(width)}" height="${px(height)}"/>`;

const label = (x: number, y: number, text: string, anchor = 'middle'): string =>
  `<text class="detail" x="${px(x)}" y="${px(y)}" text-anchor="${anchor}">${html(text)}</text>`;

/** Powers of ten between two powers of two, few enough to be read. */
function decades(least: number, most: number): number[] {
  const [first, last] = [Math.ceil(least * Math.log10(2)), Math.floor((most + 1) * Math.log10(2))];
  const step = Math.max(1, Math.ceil((last - first + 1) / 10));
  const found: number[] = [];
  for (let decade = first; decade <= last; decade += step) found.push(decade);
  return found;
}

const compact = (count: number): string =>
  count < 10_000 ? String(count) : count < 1e6 ? `${Math.round(count / 1e3)}k` : `${(count / 1e6).toPrecision(2)}M`;
