import { own } from '../../bytes/own.js';
import type { Fragment, Language } from './program.js';

const LANGUAGES: Record<string, Language> = {
  r: 'r',
  python: 'python',
  py: 'python',
  julia: 'julia',
  bash: 'shell',
  sh: 'shell',
};

export interface DocumentParts {
  fragments: Fragment[];
  frontMatter?: { text: string; line: number };
}

/**
 * Code chunks of an R Markdown, Quarto or Sweave-like document, in order. Chunks that never run (`eval=FALSE`,
 * `#| eval: false`) are left out: what they say does not happen.
 */
export function documentParts(text: string): DocumentParts {
  const lines = text.split('\n');
  const fragments: Fragment[] = [];
  let at = 0;
  let frontMatter: DocumentParts['frontMatter'];
  if (lines[0]?.trim() === '---') {
    const end = lines.findIndex((line, index) => index > 0 && /^(---|\.\.\.)\s*$/.test(line));
    if (end > 0) {
      frontMatter = { text: lines.slice(1, end).join('\n'), line: 2 };
      at = end + 1;
    }
  }
  while (at < lines.length) {
    const opening = /^\s*(`{3,}|~{3,})\s*\{\s*([A-Za-z]+)([^}]*)\}/.exec(lines[at] ?? '');
    if (opening === null) {
      at++;
      continue;
    }
    const fence = opening[1] ?? '```';
    const start = at + 1;
    let end = start;
    while (end < lines.length && !(lines[end] ?? '').trim().startsWith(fence)) end++;
    const language = own(LANGUAGES, (opening[2] ?? '').toLowerCase());
    const body = lines.slice(start, end);
    if (language !== undefined && !isSwitchedOff(opening[3] ?? '', body))
      fragments.push({ language, text: body.join('\n'), lineOf: (row) => start + row + 1 });
    at = end + 1;
  }
  return { fragments, ...(frontMatter === undefined ? {} : { frontMatter }) };
}

const isSwitchedOff = (options: string, body: string[]): boolean =>
  /\beval\s*=\s*(FALSE|F|false)\b/.test(options) || body.some((line) => /^\s*#\|\s*eval:\s*(false|no)\b/i.test(line));
