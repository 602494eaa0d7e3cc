import { DEFAULT_LIMITS } from '../../bytes/limits.js';
import { fold } from '../bagit.js';
import { missingWords } from '../readme/missing.js';
import { PARTS_PATH, parseParts, partsBag } from '../split/parts-document.js';
import type { BagContents } from '../verify/contents.js';
import { parseBagInfo, readDeclaration, readTagText } from '../verify/tag-text.js';

/** What is to be changed in tag files. */
export interface Edits {
  /** Fields of bag-info.txt: each takes the place of those with its label, or comes last; '' removes them. */
  info?: ReadonlyMap<string, string>;
  /** Tag files to add, by path. */
  texts?: ReadonlyMap<string, string>;
}

/** Tag files that are written as text, by path; null for one that goes. */
export async function editedTexts(
  contents: BagContents,
  { info = new Map(), texts = new Map() }: Edits,
): Promise<Map<string, string | null>> {
  const edited = new Map<string, string | null>(texts);
  const { encoding } = await readDeclaration(contents);
  const old = await read(contents, 'bag-info.txt', encoding);
  const isPlain = info.size === 0 && /^utf-?8$/i.test(encoding);
  if (!isPlain) edited.set('bag-info.txt', withFields(parseBagInfo(old ?? '', []), info));
  const parts = (await read(contents, PARTS_PATH)) ?? '';
  const readme = await read(contents, 'README.txt');
  if (parts !== '' && readme !== null) {
    // The words that say what is missing, taken out again.
    const { english, german } = missingWords(parseParts(parts), partsBag(parts));
    edited.set('README.txt', readme.replace(english, '').replace(german, ''));
  }
  return edited;
}

function withFields(fields: readonly [string, string][], wanted: ReadonlyMap<string, string>): string {
  const isWanted = (label: string): boolean =>
    [...wanted.keys()].some((each) => each.toLowerCase() === label.toLowerCase());
  const kept = fields.filter(([label]) => !isWanted(label));
  const added = [...wanted].filter(([, value]) => value !== '');
  return [...kept, ...added].map(([label, value]) => fold(label, value)).join('');
}

const read = (contents: BagContents, path: string, encoding = 'utf-8'): Promise<string | null> =>
  readTagText(contents, path, encoding, DEFAULT_LIMITS, []);
