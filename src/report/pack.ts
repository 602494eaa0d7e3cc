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

function bagLines({ bag, parts, report, events }: PackDocument, look: Look): string[] {
  const paint = painter(look.color);
  if (bag === null) {
    return wrap(
      'No bag was written: a model carries rows of its training data, and publishing cannot be undone. Decide with `embedded-data` in `.github/modelbag.yml`, then pack again.',
      look.width,
    ).map((line, i) => (i === 0 ? paint.tone('bad', paint.message(line)) : paint.message(line)));
  }
  const side = [`${bag.path}.sha256`, report, events].filter((path): path is string => path !== null);
  return [
    `${paint.tone('good', '✓')} ${paint.bold(lineOf(bag.path))}  ${bytes(bag.size)}, written, read back and ${parts.length > 0 ? 'sound' : 'valid'}`,
    `  sha256 ${bag.sha256}`,
    ...partLines(parts, look),
    ...side.map((path) => paint.dim(`  ${lineOf(path)}`)),
  ];
}

/** What must be published beside a bag that was split. */
function partLines(parts: PackDocument['parts'], look: Look): string[] {
  if (parts.length === 0) return [];
  const files = new Set(parts.map(({ of }) => of)).size;
  const lines = `Incomplete alone: ${files === 1 ? '1 file of it lies' : `${files} files of it lie`} beside it. Publish them together; \`modelbag complete\` makes one whole bag of them.`;
  return [
    ...wrap(lines, look.width - 2).map((line) => `  ${line}`),
    ...parts.map(({ path, size, of }) => `  ${lineOf(path)}  ${bytes(size)}, of ${lineOf(of)}`),
  ];
}
