import type { PackDocument } from '../bag/document.js';
import { lineOf } from './escape.js';
import { wrap } from './fit.js';
import { painter } from './paint.js';
import { type Look, renderTerminal } from './terminal.js';
import { bytes } from './words.js';

/** The report of the check, then the bag: where it lies, what it weighs, how anybody verifies it. */
export function renderPackTerminal(document: PackDocument, look: Look): string {
  return `${renderTerminal(document.check, look, '')}\n${bagLines(document, look).join('\n')}\n`;
}

function bagLines({ bag, report, events }: PackDocument, look: Look): string[] {
  const paint = painter(look.color);
  if (bag === null) {
    return wrap(
      'No bag was written: a model carries rows of its training data, and publishing cannot be undone. Decide with `embedded-data` in `.github/modelbag.yml`, then pack again.',
      look.width,
    ).map((line, i) => (i === 0 ? paint.tone('bad', paint.message(line)) : paint.message(line)));
  }
  const side = [`${bag.path}.sha256`, report, events].filter((path): path is string => path !== null);
  return [
    `${paint.tone('good', '✓')} ${paint.bold(lineOf(bag.path))}  ${bytes(bag.size)}, written, read back and valid`,
    `  sha256 ${bag.sha256}`,
    ...side.map((path) => paint.dim(`  ${lineOf(path)}`)),
  ];
}
