import { count } from '../assess/quote.js';
import type { ExportedCopy } from '../export/export-collection.js';
import { folderOf, joinPath } from '../formats/file-access.js';
import { markdownMessage, markdownName, markdownText } from './escape.js';
import { proofSentence } from './export.js';
import { fitBlocks } from './fit.js';
import { table } from './markdown.js';
import { bytes } from './words.js';

/** GitHub takes 65,536 characters. */
const LIMIT = 60_000;
const MOST_ROWS = 100;
const MARK = '<!-- modelbag:export -->';

/** Open copies that were made on request, and why there are no more of them. */
interface OpenCopies {
  copies: readonly ExportedCopy[];
  /** As messages. */
  notes: readonly string[];
}

/** True for the words that we wrote; browsers send line ends of their own. */
export const isCopiesPull = (body: string): boolean => body.split(/\r?\n/, 1)[0] === MARK;

/** What the pull request says; `asked` is where somebody asked for it, as `#3`. */
export function renderCopiesPull(open: OpenCopies, asked: string): string {
  const blocks = [
    `Open copies of ${models(open)}, asked for in ${asked}. Each was read back by modelbag's own readers and compared with the model that it was made from; the proof lies beside it. No model was run.\n`,
    rows(open),
    ...left(open),
  ];
  return `${MARK}\n${fitBlocks(blocks, LIMIT, NOTICE)}`;
}

/** What whoever asked gets to read; `pull` is null where the branch has every copy already, or there is none to make. */
export function renderCopiesAnswer(open: OpenCopies, pull: number | null): string {
  const { copies } = open;
  const head =
    pull !== null
      ? `#${pull} brings open copies of ${models(open)}, with their proof.\n`
      : copies.length > 0
        ? `Every open copy is there already, as it would be made now: ${count(copies.length, 'file')} of ${models(open)}.\n`
        : open.notes.length > 0
          ? 'No open copy could be made.\n'
          : 'There is no model that needs an open copy.\n';
  return fitBlocks([head, ...left(open)], LIMIT, NOTICE);
}

const NOTICE = '_More than fits here._\n';

const models = ({ copies }: OpenCopies): string => count(new Set(copies.map(({ native }) => native)).size, 'model');

function rows({ copies }: OpenCopies): string {
  const shown = copies
    .slice(0, MOST_ROWS)
    .map(({ native, path, files, proof }) => [
      markdownName(native),
      markdownName(joinPath(folderOf(native), path)),
      markdownText(proofSentence(proof)),
      bytes(files.reduce((sum, { size }) => sum + size, 0)),
    ]);
  const rest = copies.length - shown.length;
  return `${table(['Model', 'Copy', 'Proof', 'Size'], shown, 3)}${rest > 0 ? `and ${rest} more\n` : ''}`;
}

function left({ notes }: OpenCopies): string[] {
  if (notes.length === 0) return [];
  const lines = notes.slice(0, MOST_ROWS).map((note) => `- ${markdownMessage(note)}`);
  return [`<details><summary>What is not copied, and why</summary>\n\n${lines.join('\n')}\n</details>\n`];
}
