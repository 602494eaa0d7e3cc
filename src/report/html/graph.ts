import { html } from '../escape.js';
import { cut } from '../fit.js';
import { LAYERS, type Origin, type OriginEdge, type OriginNode } from '../origin-graph.js';
import { drawing, px } from './markup.js';

/** Sizes in px; a letter is as wide as the widest common one of its font. */
const BOX = 218;
const GAP = 52;
const SPACE = 14;
const LINE = 16;
const HEAD = 26;
const NAME_LETTER = 7.6;
const DETAIL_LETTER = 6;
const MOST_DETAILS = 3;
/** Drawn for phones: boxes below each other, edges in a gutter. */
const NARROW_BOX = 270;
const GUTTER = 52;

interface Placed extends OriginNode {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How the models came to be, once from left to right and once from top to bottom; the style sheet shows what fits. */
export function originGraph(origin: Origin): string {
  return `<figure class="graph">
${wide(origin)}
${narrow(origin)}
<ul class="legend">${legend(origin)}</ul>
</figure>`;
}

const heightOf = ({ details }: OriginNode): number =>
  30 + LINE * Math.min(MOST_DETAILS, details.length) + (details.length > 0 ? 2 : 0);

function wide({ nodes, edges }: Origin): string {
  const layers = LAYERS.map((_, layer) => nodes.flatMap((node, i) => (node.layer === layer ? [i] : [])));
  const columns = layers.flatMap((ids, layer) => (ids.length > 0 ? [{ layer, ids }] : []));
  const tall = Math.max(...columns.map(({ ids }) => stack(ids.map((i) => heightOf(nodes[i] as OriginNode)))));
  const placed: Placed[] = [];
  for (const [column, { ids }] of columns.entries()) {
    const ordered = byNeighbors(ids, edges, placed);
    let y = HEAD + (tall - stack(ordered.map((i) => heightOf(nodes[i] as OriginNode)))) / 2;
    for (const i of ordered) {
      const node = nodes[i] as OriginNode;
      placed[i] = { ...node, x: column * (BOX + GAP), y, width: BOX, height: heightOf(node) };
      y += heightOf(node) + SPACE;
    }
  }
  const titles = columns.map(
    ({ layer }, column) => `<text x="${column * (BOX + GAP)}" y="14" class="column">${LAYERS[layer]}</text>`,
  );
  const lines = edges.map((edge) => {
    const [a, b] = [placed[edge.from] as Placed, placed[edge.to] as Placed];
    const [x1, y1, x2, y2] = [a.x + a.width, a.y + a.height / 2, b.x - 6, b.y + b.height / 2];
    const bend = (x2 - x1) / 2;
    return `<path class="${edge.kind}" d="M${px(x1)} ${px(y1)}C${px(x1 + bend)} ${px(y1)} ${px(x2 - bend)} ${px(y2)} ${px(x2)} ${px(y2)}"/>${head(x2 + 6, y2, edge)}`;
  });
  const size = [columns.length * (BOX + GAP) - GAP, HEAD + tall + 2] as const;
  const body = [...lines, ...titles, ...placed.map((node) => box(node))].join('\n');
  return drawing('origin', 'How the models came to be', described({ nodes, edges }), frame('across', size), body);
}

function narrow({ nodes, edges }: Origin): string {
  const placed: Placed[] = [];
  const titles: string[] = [];
  let y = 0;
  for (const [layer, title] of LAYERS.entries()) {
    const ids = nodes.flatMap((node, i) => (node.layer === layer ? [i] : []));
    if (ids.length === 0) continue;
    titles.push(`<text x="${GUTTER}" y="${y + 14}" class="column">${title}</text>`);
    y += HEAD - 4;
    for (const i of byNeighbors(ids, edges, placed)) {
      const node = nodes[i] as OriginNode;
      placed[i] = { ...node, x: GUTTER, y, width: NARROW_BOX, height: heightOf(node) };
      y += heightOf(node) + 8;
    }
    y += 8;
  }
  const lines = edges.map((edge) => {
    const [a, b] = [placed[edge.from] as Placed, placed[edge.to] as Placed];
    const [y1, y2] = [a.y + a.height / 2 + 4, b.y + b.height / 2 - 4];
    const out = GUTTER - Math.min(48, 16 + Math.abs(y2 - y1) / 8);
    const x2 = GUTTER - 6;
    return `<path class="${edge.kind}" d="M${GUTTER} ${px(y1)}C${px(out)} ${px(y1)} ${px(out)} ${px(y2)} ${x2} ${px(y2)}"/>${head(GUTTER, y2, edge)}`;
  });
  const body = [...lines, ...titles, ...placed.map((node) => box(node))].join('\n');
  const size = [GUTTER + NARROW_BOX + 2, y] as const;
  return drawing('origin-narrow', 'How the models came to be', described({ nodes, edges }), frame('down', size), body);
}

const frame = (kind: string, [width, height]: readonly [number, number]): string =>
  `class="${kind}" viewBox="-1 -1 ${px(width + 2)} ${px(height + 2)}" width="${px(width + 2)}" height="${px(height + 2)}"`;

const stack = (heights: readonly number[]): number => heights.reduce((sum, height) => sum + height + SPACE, -SPACE);

/** Boxes near what they come from, so that edges cross little; otherwise in their order. */
function byNeighbors(ids: readonly number[], edges: readonly OriginEdge[], placed: readonly Placed[]): number[] {
  const wish = (id: number): number => {
    const ys = edges.flatMap(({ from, to }) => (to === id && placed[from] ? [(placed[from] as Placed).y] : []));
    return ys.length === 0 ? Number.MAX_VALUE : ys.reduce((sum, y) => sum + y, 0) / ys.length;
  };
  return [...ids].sort((a, b) => wish(a) - wish(b) || a - b);
}

function box({ x, y, width, height, kind, label, isName, details, tone }: Placed): string {
  const room = Math.floor((width - 22) / (isName ? NAME_LETTER : NAME_LETTER - 0.6));
  const name = label.includes('://') ? label : label.slice(label.lastIndexOf('/') + 1) || label;
  const shown = cut(cut(label, room) === label ? label : name, room);
  const lines = details.slice(0, MOST_DETAILS).map((detail, i) => {
    const words = cut(detail, Math.floor((width - 22) / DETAIL_LETTER), 'end');
    return `<text x="12" y="${38 + LINE * i}" class="detail">${html(words)}</text>`;
  });
  return `<g class="box ${kind} ${tone}" transform="translate(${px(x)} ${px(y)})"><title>${html([label, ...details].join(' · '))}</title><rect width="${width}" height="${height}" rx="6"/><rect class="edge-mark" width="4" height="${height}" rx="2"/><text x="12" y="20" class="${isName ? 'file' : 'words'}">${html(shown)}</text>${lines.join('')}</g>`;
}

/** Arrow heads are drawn, not referenced: a reference is an address, and the page has none. */
const head = (x: number, y: number, { kind }: OriginEdge): string =>
  `<path class="tip ${kind}" d="M${px(x)} ${px(y)}l-8 -4.5v9z"/>`;

/** Every edge in words. */
function described({ nodes, edges }: Origin): string {
  const name = (i: number): string => (nodes[i] as OriginNode).label;
  const told = edges.slice(0, 40).map(({ from, to, kind }) => {
    if (kind === 'equal') return `${name(to)} is an open copy of ${name(from)}, equal, tensor by tensor`;
    if (kind === 'proven') return `${name(to)} was made of ${name(from)} and compared with it`;
    if (kind === 'named') return `${name(to)} has the name of ${name(from)}, not proven equal`;
    return kind === 'gap' ? `${name(to)}: ${name(from)}` : `${name(from)} → ${name(to)}`;
  });
  return `${told.join('; ')}.`;
}

const EDGES: readonly (readonly [OriginEdge['kind'], string])[] = [
  ['made', 'read or written by'],
  ['equal', 'equal, tensor by tensor'],
  ['proven', 'made of it and compared'],
  ['named', 'same name, not proven equal'],
  ['gap', 'not known'],
];

const legend = ({ edges }: Origin): string =>
  EDGES.filter(([kind]) => edges.some((edge) => edge.kind === kind))
    .map(
      ([kind, words]) =>
        `<li><svg class="sample" aria-hidden="true" width="34" height="10"><path class="${kind}" d="M0 5H26"/><path class="tip ${kind}" d="M34 5l-8 -4.5v9z"/></svg>${words}</li>`,
    )
    .join('');
