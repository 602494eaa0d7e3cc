import type { RepackDocument } from '../bag/repack/document.js';
import { lineOf } from './escape.js';
import { painter } from './paint.js';
import type { Look } from './terminal.js';
import { bytes } from './words.js';

/** Where the new bag lies and what it is, or why there is none. */
export function renderRepackTerminal(document: RepackDocument, look: Look): string {
  const paint = painter(look.color);
  const { source, bag, layout, algorithms, profile, problems } = document;
  if (bag === null)
    return `${[
      `${paint.tone('bad', '✗')} ${paint.bold(lineOf(source))}  is not a valid bag, and nothing was written`,
      ...problems.flatMap(({ file, kind, expected, found }) => [
        `  ${lineOf(file || '(the bag)')}  ${kind}`,
        `    expected ${lineOf(expected)}, found ${lineOf(found)}`,
      ]),
      ...(problems.some(({ kind }) => kind === 'not-fetched')
        ? [paint.message('Bring what it lacks first: modelbag complete.')]
        : []),
    ].join('\n')}\n`;
  return `${[
    `${paint.tone('good', '✓')} ${paint.bold(lineOf(bag.path))}  ${bytes(bag.size)}, written, read back and valid`,
    `  sha256 ${bag.sha256}${layout === 'directory' ? ' (of its tagmanifest-sha256.txt)' : ''}`,
    paint.dim(`  layout ${layout}, manifests ${algorithms.join(', ')}${profile ? `, profile ${lineOf(profile)}` : ''}`),
  ].join('\n')}\n`;
}
