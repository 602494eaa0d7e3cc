import { count, visible } from '../../assess/quote.js';
import type { TensorInfo } from '../../formats/format.js';
import { html } from '../escape.js';
import { cut, displayWidth } from '../fit.js';
import { bytes, dimensions } from '../words.js';
import { percent } from './bar.js';
import { code, drawing, folded, px, table } from './markup.js';
import { mainDtype, piecesOf, type TensorBlock, tensorTree } from './tensor-tree.js';
import { type Area, treemap } from './treemap.js';

/** Where the drawing is as wide as a desktop shows it; the file says percent, so that it fits any width. */
const WIDTH = 1000;
const NARROW = 330;
const LETTER = 6.7;
const HEAD = 20;
const FEW_GROUPS = 4;
const MOST_GROUPS = 28;
const MOST_TILES = 90;
const MOST_ROWS = 24;

/** What a number takes, from many bits to few: the classes of the style sheet, with their words. */
const KINDS = [
  ['k64', '64-bit numbers', /^(float64|int64|uint64|complex)/],
  ['k32', '32-bit numbers', /^(float32|int32|uint32)/],
  ['k16', '16-bit numbers', /^(float16|bfloat16|int16|uint16)/],
  ['k8', '8 bits and quantized', /^(u?int[1248]|bool|float[468]_|ggml:)/],
  ['kx', 'text and objects', /^/],
] as const;

const kindOf = (dtype: string): (typeof KINDS)[number] =>
  KINDS.find(([, , pattern]) => pattern.test(dtype)) as (typeof KINDS)[number];

/** Tensors as areas by bytes, grouped by their names; empty where no tensor has bytes. */
export function tensorMap(name: string, path: string, tensors: readonly TensorInfo[]): string {
  const tree = tensorTree(tensors);
  if (tree.size === 0) return '';
  const groups = piecesOf(tree, MOST_GROUPS, isGrouped(tree));
  const height = tree.tensors < 4 ? 120 : tree.tensors < 24 ? 200 : 300;
  const whole = { x: 0, y: 0, width: WIDTH, height };
  const areas = treemap(
    groups.map(({ size }) => size),
    whole,
  );
  const body = groups.map((group, i) => groupOf(group, areas[i] as Area, tree));
  const most = groups
    .slice(0, 5)
    .map(
      ({ name: part, size, tensors: n }) => `${part || 'the rest'} ${bytes(size)}${n > 1 ? ` in ${n} tensors` : ''}`,
    );
  const said = `${count(tree.tensors, 'tensor')}, ${bytes(tree.size)} of values. Largest: ${most.join('; ')}.`;
  return `<figure>
${drawing(name, `Tensors of ${path} by their size`, said, `class="map" width="100%" height="${height}"`, body.join('\n'))}
${legend(tree)}
</figure>
${folded(`${count(tree.tensors, 'tensor')} as a table`, tableOf(tree))}`;
}

/** Layers tell most where there are some of them and none is nearly everything. */
const isGrouped =
  ({ size }: TensorBlock) =>
  (groups: readonly TensorBlock[]): boolean =>
    groups.length >= FEW_GROUPS && (groups[0] as TensorBlock).size <= 0.4 * size;

/** A group with more than one tensor has a frame and a head, where there is room for it. */
function groupOf(group: TensorBlock, area: Area, tree: TensorBlock): string {
  const room = Math.max(1, Math.round((MOST_TILES * group.size) / tree.size));
  const pieces = group.tensors === 1 || area.height < 3 * HEAD || area.width < 60 ? [group] : piecesOf(group, room);
  if (pieces.length === 1) return tile(group, area, '');
  const head = `<svg x="${percentOf(area.x)}" y="${px(area.y)}" width="${percentOf(area.width)}" height="${HEAD}"><rect class="head" width="100%" height="100%"/>${text(label(group), area.width, 14, 'name')}</svg>`;
  const inner = { ...area, y: area.y + HEAD, height: area.height - HEAD };
  const areas = treemap(
    pieces.map(({ size }) => size),
    inner,
  );
  return `${head}${pieces.map((piece, i) => tile(piece, areas[i] as Area, group.name)).join('')}`;
}

/** One area; within a group without the name of the group. */
function tile(block: TensorBlock, { x, y, width, height }: Area, within: string): string {
  const own = label(block)
    .slice(within === '' || block.name === '' ? 0 : within.length)
    .replace(/^[./$]/, '');
  const lines =
    height < 15 || width < 28
      ? ''
      : text(own, width, 13, '') + (height < 30 ? '' : text(detail(block), width, 26, 'detail'));
  return `<svg x="${percentOf(x)}" y="${px(y)}" width="${percentOf(width)}" height="${px(height)}"><title>${html(`${label(block)}: ${detail(block)}, ${bytes(block.size)}`)}</title><rect class="${kindOf(mainDtype(block))[0]}" width="100%" height="100%"/>${lines}</svg>`;
}

const label = ({ name, tensors, shape }: TensorBlock): string =>
  visible(name) || (shape ? '(no name)' : `${count(tensors, 'smaller tensor')}`);

function detail(block: TensorBlock): string {
  const { shape, tensors } = block;
  return `${mainDtype(block)} ${shape ? dimensions(shape, '×') : `in ${count(tensors, 'tensor')}`}`;
}

/** Text that fits, shortened; what fits only a wide page is left out of a narrow one. */
function text(words: string, width: number, y: number, kind: string): string {
  const room = Math.floor((width - 8) / LETTER);
  if (room < 3) return '';
  const shown = cut(words, room, 'end');
  const isSmall = displayWidth(shown) * LETTER > (width * NARROW) / WIDTH;
  const classes = [kind, isSmall ? 'small' : ''].filter((part) => part !== '').join(' ');
  return `<text x="5" y="${y}"${classes === '' ? '' : ` class="${classes}"`}>${html(shown)}</text>`;
}

const percentOf = (x: number): string => `${Math.round((x / WIDTH) * 10000) / 100}%`;

function legend({ dtypes, size }: TensorBlock): string {
  const keys = KINDS.flatMap(([look, words]) => {
    const mine = [...dtypes].filter(([dtype]) => kindOf(dtype)[0] === look).sort((a, b) => b[1] - a[1]);
    if (mine.length === 0) return [];
    const part = mine.reduce((sum, [, bytes]) => sum + bytes, 0);
    const names = mine.slice(0, 3).map(([dtype]) => code(dtype));
    return [
      `<li><span class="key ${look}"></span><span>${words}: ${names.join(', ')}</span> <span class="dim">${percent(part, size)}</span></li>`,
    ];
  });
  return `<ul class="legend">${keys.join('')}</ul>`;
}

function tableOf(tree: TensorBlock): string {
  const rows = piecesOf(tree, MOST_ROWS).map((block) => [
    block.name === '' ? html(label(block)) : code(block.name),
    html(block.shape ? dimensions(block.shape, '×') : count(block.tensors, 'tensor')),
    html([...block.dtypes.keys()].slice(0, 3).join(', ')),
    bytes(block.size),
    percent(block.size, tree.size),
  ]);
  return table(['Tensors', 'Shape', 'Type', 'Size', 'Share'], rows, 3);
}
