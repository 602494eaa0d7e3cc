import type { Assessment } from '../assess/assessment.js';
import { count } from '../assess/quote.js';
import { bagLine, type PublishedBag } from './comment.js';
import { markdownName, markdownText } from './escape.js';
import { fitBlocks } from './fit.js';
import { marked, table } from './markdown.js';
import { replayLine } from './replay.js';
import { renderSince } from './since-release.js';
import { modelRow } from './view.js';

const BEGIN = '<!-- modelbag:begin -->';
const END = '<!-- modelbag:end -->';
const MOST_MODELS = 20;
/** Characters that GitHub takes as notes of a release. */
export const NOTES_LIMIT = 125_000;

/** What GitHub still takes of our section beside the words of others. */
export const roomFor = (notes: string): number => NOTES_LIMIT - withSection(notes, '').length;

/**
 * Our part of a release's notes, without its marks, in at most `limit` characters: where the bag is and how to verify it
 * comes before everything else. `assessment` is absent where only the bag is at hand.
 */
export function renderReleaseNotes(bag: PublishedBag, assessment: Assessment | null, limit: number): string {
  const rows = (assessment?.models ?? []).slice(0, MOST_MODELS).map((model) => {
    const { path, format, openness, safety, size } = modelRow(model);
    return [markdownName(path), markdownText(format), marked(openness), marked(safety), size];
  });
  const rest = (assessment?.models.length ?? 0) - rows.length;
  const verify = [
    '<details><summary>How to verify it</summary>\n',
    `\`\`\`sh\nsha256sum --check ${bag.name}.sha256\nunzip -q ${bag.name} -d bag && cd bag && sha256sum --check --quiet manifest-sha256.txt tagmanifest-sha256.txt\n\`\`\`\n`,
    'README.txt in the bag says the same for macOS and Windows.\n</details>',
  ].join('\n');
  const blocks = [
    '### Archive\n',
    bagLine(bag),
    ...(bag.parts ? [incomplete(bag, bag.parts)] : []),
    ...(assessment ? [`${markdownText(assessment.summary)}\n`] : []),
    ...(rows.length > 0 ? [table(['Model', 'Format', 'Openness', 'Safety', 'Size'], rows, 4)] : []),
    ...(rest > 0 ? [`and ${count(rest, 'more model')}\n`] : []),
    ...(bag.replay ? [replayLine(bag.replay)] : []),
    ...(bag.since ? renderSince(bag.since) : []),
  ];
  return `${fitBlocks(blocks, limit - verify.length - 1, NOTICE)}\n${verify}`;
}

const NOTICE = '_More than fits here; the report in the bag holds all of it._\n';

/** RFC 8493 calls such a bag incomplete until its files are fetched. */
const incomplete = ({ name }: PublishedBag, parts: number): string =>
  `**The bag is incomplete alone:** ${count(parts, 'file')} of it lie${parts === 1 ? 's' : ''} beside it, too long for one file. ` +
  `\`modelbag complete ${name}\` fetches and joins them and checks every digest; README.txt in the bag tells how to do the same by hand.\n`;

/** Notes with our section: replaced where an earlier run left one, else at the end. Nothing else is touched. */
export function withSection(notes: string, section: string): string {
  // Names of files may hold our own marks.
  const ours = `${BEGIN}\n${section.replaceAll('<!-- modelbag:', '<!\u2060-- modelbag:')}\n${END}`;
  const start = notes.indexOf(BEGIN);
  const end = notes.indexOf(END, start);
  if (start >= 0 && end > start) return notes.slice(0, start) + ours + notes.slice(end + END.length);
  return notes.trim() === '' ? ours : `${notes.trimEnd()}\n\n${ours}`;
}
