import type { CompleteDocument } from '../bag/complete/document.js';
import { lineOf } from './escape.js';
import { painter } from './paint.js';
import type { Look } from './terminal.js';
import { bytes } from './words.js';

/** What was brought, what could not be had and why, and where the whole bag lies. */
export function renderCompleteTerminal(document: CompleteDocument, look: Look): string {
  const paint = painter(look.color);
  const { source, bag, files, problems } = document;
  const lines: string[] = [];
  for (const { path, state, parts } of files) {
    const mark = state === 'missing' ? paint.tone('bad', '✗') : paint.tone('good', '✓');
    const count = parts.length > 1 ? `, ${parts.length} parts` : '';
    lines.push(`${mark} ${lineOf(path)}  ${WORDS[state]}${count}`);
    for (const part of parts)
      if (part.reason !== undefined) lines.push(`    ${lineOf(part.url)}`, `    ${lineOf(part.reason)}`);
  }
  for (const { file, kind, expected, found } of problems)
    lines.push(
      `${paint.tone('bad', '✗')} ${lineOf(file || '(the bag)')}  ${kind}`,
      `    expected ${lineOf(expected)}, found ${lineOf(found)}`,
    );
  return `${[...lines, ...ending()].join('\n')}\n`;

  function ending(): string[] {
    if (bag !== null)
      return [
        `${paint.tone('good', '✓')} ${paint.bold(lineOf(bag.path))}  ${bytes(bag.size)}, whole, written, read back and valid`,
        `  sha256 ${bag.sha256}`,
      ];
    if (problems.some(({ kind }) => kind === 'not-a-bag'))
      return [paint.message(`${lineOf(source)} is no bag; give the path of one: a zip, a tar or a folder.`)];
    if (problems.length > 0)
      return [paint.message(`${lineOf(source)} is damaged; get it again before anything is fetched for it.`)];
    if (files.length === 0) return [`${paint.tone('good', '✓')} ${lineOf(source)} is whole: nothing is missing.`];
    return [
      paint.message('Nothing was written. What was fetched is kept; the same command goes on from there.'),
      paint.dim('  Files downloaded by hand are taken from beside the bag, or from --from DIR.'),
    ];
  }
}

const WORDS = { local: 'was at hand', fetched: 'fetched', missing: 'could not be had' } as const;
