import type { Assessment } from '../assess/assessment.js';
import { shorten, visible } from '../assess/quote.js';
import { originOf } from './origin.js';
import type { OriginEdge, OriginNode } from './origin-graph.js';

/** Classes of openness with the colors that their slices have, readable on GitHub's light and dark ground. */
const CLASSES = [
  ['recommended', '#4ac26b'],
  ['acceptable', '#54aeff'],
  ['unsuitable', '#d4a72c'],
] as const;
const MOST_DETAILS = 2;

/** Text in a chart: everything that Mermaid could read as syntax is an entity code. */
const label = (text: string, length = 48): string =>
  [...shorten(visible(text), length)]
    .map((char) => (/[A-Za-z0-9 .,_/-]/.test(char) ? char : `#${char.codePointAt(0)};`))
    .join('');

const fenced = (lines: readonly string[]): string => `\`\`\`mermaid\n${lines.join('\n')}\n\`\`\`\n`;

/** How many bytes of the models are in formats of which class; null where one class holds all. */
export function opennessChart({ models }: Assessment): string | null {
  const shares = CLASSES.map(([name, color]) => ({
    name,
    color,
    size: models.filter(({ openness }) => openness.class === name).reduce((sum, { size }) => sum + size, 0),
  })).filter(({ size }) => size > 0);
  if (shares.length < 2) return null;
  // Slices are drawn in the order of their lines here, and take their colors in that order.
  const colors = Object.fromEntries(shares.map(({ color }, i) => [`pie${i + 1}`, color]));
  return fenced([
    `%%{init: ${JSON.stringify({ themeVariables: { ...colors, pieOpacity: '1', pieSectionTextColor: '#1f2328' } })}}%%`,
    'pie title Bytes of the models by openness of their format',
    ...shares.map(({ name, size }) => `    "${name}" : ${size}`),
  ]);
}

const SHAPES: Readonly<Record<OriginNode['kind'], readonly [string, string]>> = {
  data: ['[(', ')]'],
  base: ['[(', ')]'],
  environment: ['[/', '/]'],
  settings: ['[/', '/]'],
  script: ['[', ']'],
  model: ['([', '])'],
  copy: ['([', '])'],
  gap: ['[', ']'],
};
const ARROWS: Readonly<Record<OriginEdge['kind'], string>> = {
  made: '-->',
  equal: '==>|equal|',
  proven: '==>|compared|',
  named: '-.->|same name|',
  gap: '-.->',
};

/** From data over scripts to models and their open copies; null where nothing is joined to anything. */
export function originChart(assessment: Assessment): string | null {
  const origin = originOf(assessment);
  if (origin === null || !origin.edges.some(({ kind }) => kind !== 'gap')) return null;
  const nodes = origin.nodes.map(({ kind, label: name, details, tone }, i) => {
    const [open, close] = SHAPES[kind];
    const words = [name, ...details.slice(0, MOST_DETAILS)].map((text) => label(text)).join('<br>');
    return `    n${i}${open}"${words}"${close}${tone === 'weak' ? ':::weak' : ''}`;
  });
  const edges = origin.edges.map(({ from, to, kind }) => `    n${from} ${ARROWS[kind]} n${to}`);
  return fenced(['flowchart LR', ...nodes, ...edges, '    classDef weak stroke-dasharray: 5 4']);
}
