import { own } from '../../bytes/own.js';
import { parseJsonText } from '../../containers/json-text.js';
import type { TextProblem } from '../../containers/yaml-document.js';
import { stringPlaces } from './json-lines.js';
import type { Fragment, Language } from './program.js';

export interface NotebookParts {
  fragments: Fragment[];
  language: Language | 'other';
}

interface NotebookDocument {
  cells?: unknown;
  worksheets?: { cells?: unknown }[];
  metadata?: { kernelspec?: { language?: unknown; name?: unknown }; language_info?: { name?: unknown } };
}

/** Magics that send a cell to another language. */
const CELL_LANGUAGES: Record<string, Language | 'none'> = {
  bash: 'shell',
  sh: 'shell',
  '!': 'shell',
  script: 'shell',
  system: 'shell',
  sx: 'shell',
  R: 'r',
  python: 'python',
  python3: 'python',
  julia: 'julia',
  html: 'none',
  HTML: 'none',
  javascript: 'none',
  js: 'none',
  latex: 'none',
  markdown: 'none',
  svg: 'none',
  writefile: 'none',
  sql: 'none',
  perl: 'none',
  ruby: 'none',
};

/**
 * Code cells of a Jupyter notebook (format 3 and 4) as fragments, in order, each line with its line in the raw
 * file; a problem where the text is not JSON.
 */
export function notebookParts(text: string): NotebookParts | TextProblem {
  const parsed = parseJsonText(text);
  if ('message' in parsed) return parsed;
  const document = parsed.value as NotebookDocument;
  const language = notebookLanguage(document);
  const old = !Array.isArray(document?.cells);
  const cells = old ? document?.worksheets?.[0]?.cells : document.cells;
  if (!Array.isArray(cells)) return { fragments: [], language };
  const lines = linesOf(text, old);
  const fragments = cells.flatMap((cell: unknown, index): Fragment[] => {
    const { cell_type: type, source, input } = (cell ?? {}) as Record<string, unknown>;
    if (type !== 'code') return [];
    const code = source ?? input;
    const pieces = (Array.isArray(code) ? code : [code]).filter((piece): piece is string => typeof piece === 'string');
    return cellFragments(pieces, lines.get(index) ?? [], index, language);
  });
  return { fragments, language };
}

function notebookLanguage(document: NotebookDocument): Language | 'other' {
  const { kernelspec, language_info: info } = document?.metadata ?? {};
  const name = String(info?.name ?? kernelspec?.language ?? kernelspec?.name ?? 'python').toLowerCase();
  if (name === 'r' || name === 'ir') return 'r';
  if (name.startsWith('julia')) return 'julia';
  if (name === 'bash') return 'shell';
  return name.includes('python') || name === 'sage' ? 'python' : 'other';
}

/** Of each cell: raw line of each string of its source. */
function linesOf(text: string, old: boolean): Map<number, number[]> {
  const [depth, key] = old ? [4, 'input'] : [2, 'source'];
  const lines = new Map<number, number[]>();
  const isSource = (path: (string | number)[]): boolean =>
    path.at(depth) === key && path.length <= depth + 2 && path.at(depth - 2) === 'cells';
  for (const { path, line } of stringPlaces(text, isSource)) {
    const cell = Number(path.at(depth - 1));
    lines.set(cell, [...(lines.get(cell) ?? []), line]);
  }
  return lines;
}

/** One cell: its language by `%%magic`, shell lines apart, magics masked so that the rest still parses. */
function cellFragments(pieces: string[], starts: number[], cell: number, language: Language | 'other'): Fragment[] {
  const rows: { text: string; line: number }[] = [];
  pieces.forEach((piece, index) => {
    const line = starts[index] ?? starts[0] ?? 1;
    const texts = piece.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
    for (const text of texts) rows.push({ text, line });
  });
  const fragment = (kind: Language, kept: { text: string; line: number }[]): Fragment => ({
    language: kind,
    text: kept.map(({ text }) => text).join('\n'),
    cell,
    lineOf: (row) => kept[row]?.line ?? kept.at(-1)?.line ?? 1,
  });
  const magic = /^%%\s*([\w!]+)/.exec(rows.find(({ text }) => text.trim() !== '')?.text ?? '')?.[1];
  const routed = magic === undefined ? undefined : own(CELL_LANGUAGES, magic);
  if (routed === 'none') return [];
  if (routed !== undefined)
    return [
      fragment(
        routed,
        rows.map((row) => (/^%%/.test(row.text) ? { ...row, text: '' } : row)),
      ),
    ];
  if (language === 'other') return [];
  if (language !== 'python') return [fragment(language, rows)];
  const commands = rows.flatMap((row) => {
    const command =
      /^(?:[\w, ]+=\s*)?!+([\s\S]*)/.exec(row.text.trimStart()) ??
      /^\s*%(?:sx|system|env|set_env|run|pip|conda)\b(.*)$/.exec(row.text);
    if (!command) return [];
    return [
      {
        ...row,
        text: /%run\b/.test(row.text)
          ? `python ${command[1] ?? ''}`
          : /%(set_)?env\b/.test(row.text)
            ? `export ${(command[1] ?? '').trim().replace(/\s+/, '=')}`
            : (command[1] ?? ''),
      },
    ];
  });
  const masked = rows.map((row) => ({ ...row, text: maskMagic(row.text) }));
  return [fragment('python', masked), ...(commands.length > 0 ? [fragment('shell', commands)] : [])];
}

/** IPython's own syntax replaced by what Python reads: comments, or `pass` where a block needs a statement. */
function maskMagic(line: string): string {
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const body = line.slice(indent.length);
  const timed = /^%%?(?:time|timeit|prun|memit|capture)\s+(?!-)(?=[A-Za-z_]\w*\s*[=(.])(.*)$/.exec(body);
  if (timed) return indent + (timed[1] ?? '');
  if (/^[%!]/.test(body) || /^\?/.test(body) || /^[\w.]+\?{1,2}$/.test(body))
    return indent === '' ? `#${body}` : `${indent}pass #${body}`;
  const assigned = /^([\w, ]+=\s*)[!%].*$/.exec(body);
  return assigned ? `${indent}${assigned[1] ?? ''}None` : line;
}
