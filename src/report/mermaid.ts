import type { Assessment } from '../assess/assessment.js';
import { shorten } from '../assess/quote.js';

/** A chart with more boxes is a wall. */
const MOST_NODES = 24;
const CLASSES = ['recommended', 'acceptable', 'unsuitable'] as const;

/** Text in a chart: everything that Mermaid could read as syntax is an entity code. */
const label = (text: string): string =>
  [...shorten(text, 60)].map((char) => (/[A-Za-z0-9 ._/-]/.test(char) ? char : `#${char.codePointAt(0)};`)).join('');

const fenced = (lines: readonly string[]): string => `\`\`\`mermaid\n${lines.join('\n')}\n\`\`\`\n`;

/** How many bytes of the models are in formats of which class; null where one class holds all. */
export function opennessChart({ models }: Assessment): string | null {
  const shares = CLASSES.map((name) => ({
    name,
    size: models.filter(({ openness }) => openness.class === name).reduce((sum, { size }) => sum + size, 0),
  })).filter(({ size }) => size > 0);
  if (shares.length < 2) return null;
  return fenced([
    'pie title Bytes of the models by openness of their format',
    ...shares.map(({ name, size }) => `    "${name}" : ${size}`),
  ]);
}

/** From data over scripts to models and their open copies; null where no script is known to write a model. */
export function originChart({ evidence, sets, models }: Assessment): string | null {
  const nodes = new Map<string, string>();
  const edges: string[] = [];
  const node = (kind: 'data' | 'script' | 'model', text: string): string | null => {
    const key = `${kind} ${text}`;
    const known = nodes.get(key);
    if (known !== undefined) return known.split(/[[({]/, 1)[0] as string;
    if (nodes.size >= MOST_NODES) return null;
    const id = `n${nodes.size}`;
    const [open, close] = SHAPE[kind];
    nodes.set(key, `${id}${open}"${label(text)}"${close}`);
    return id;
  };
  const join = (from: string | null, to: string | null, text = ''): void => {
    const edge = `    ${from} -->${text === '' ? '' : `|${text}|`} ${to}`;
    if (from !== null && to !== null && !edges.includes(edge)) edges.push(edge);
  };
  const known = new Set(models.map(({ path }) => path));
  for (const { path, role, writes } of evidence.scripts) {
    const written = writes.flatMap(({ model }) => (model !== undefined && known.has(model) ? [model] : []));
    if (written.length === 0) continue;
    const script = node('script', path);
    for (const model of written) join(script, node('model', model));
    if (role !== 'train') continue;
    for (const source of evidence.dataSources) if (source.path === path) join(node('data', source.value), script);
  }
  if (edges.length === 0) return null;
  for (const { native, open, proof } of sets)
    for (const copy of open)
      join(node('model', native), node('model', copy), proof === 'tensors' ? 'equal' : 'same name');
  return fenced(['flowchart LR', ...[...nodes.values()].map((line) => `    ${line}`), ...edges]);
}

const SHAPE = { data: ['[(', ')]'], script: ['[', ']'], model: ['([', '])'] } as const;
