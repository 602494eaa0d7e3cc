import type { CollectedFile, Collection } from '../../collect/collection.js';
import { listOf, recordOf, textOf } from '../environments/declaration.js';
import type { Documents } from '../evidence.js';
import { readText } from '../read-text.js';
import { type FrontMatter, headingsOf, parseFrontMatter, plainText } from './front-matter.js';
import words from './model-card-words.json' with { type: 'json' };

export type ModelCard = NonNullable<Documents['modelCard']>;

/** Cards are prose; larger files are books or generated. */
const CARD_BYTES = 4 * 1024 * 1024;
const SUMMARY_CHARACTERS = 600;

/** One model card with its front matter, for those who read more than Documents holds. */
export interface ReadCard {
  card: ModelCard;
  front: FrontMatter;
}

/** Every model card of the repository, the best first: by its name, then by Hugging Face's block, then by its sections. */
export async function findModelCards(collection: Collection): Promise<ReadCard[]> {
  const found: (ReadCard & { rank: number; depth: number })[] = [];
  for (const file of collection.files.filter(isProse)) {
    const read = await readText(collection, file, CARD_BYTES);
    if ('unread' in read) continue;
    const card = await parseModelCard(read.text, file.path);
    if (card) found.push({ ...card, depth: file.path.split('/').length });
  }
  return found.sort((a, b) => a.rank - b.rank || a.depth - b.depth);
}

const isProse = (file: CollectedFile): boolean =>
  /\.(md|markdown|qmd|rmd|rst|mdx)$/i.test(file.path) &&
  !/(^|\/)(node_modules|site-packages|third_party|vendor|\.github)\//.test(file.path);

const isNamedCard = (path: string): boolean => /(^|\/)model[-_ ]?card([-_.][^/]*)?$/i.test(path);

/** A card where the text is one, with how surely: 0 by name, 1 by metadata of Hugging Face, 2 by what it writes about. */
export async function parseModelCard(text: string, path: string): Promise<(ReadCard & { rank: number }) | undefined> {
  const front = await parseFrontMatter(text);
  const data = recordOf(front.data?.value);
  const headings = headingsOf(front.body);
  const named = isNamedCard(path);
  if (!named && !isHubCard(data, path) && !isCardByContent(front.body, data, headings)) return undefined;
  const title =
    headings.find((heading) => heading.level === 1)?.text ?? textOf(data['title']) ?? textOf(data['model_name']);
  const summary = summaryOf(front.body);
  const license = textOf(data['license']) ?? textOf(data['license_name']);
  const datasets = listOf(typeof data['datasets'] === 'string' ? [data['datasets']] : data['datasets'])
    .map(textOf)
    .filter((id) => id !== undefined);
  const baseModel = textOf(Array.isArray(data['base_model']) ? data['base_model'][0] : data['base_model']);
  const card: ModelCard = {
    path,
    ...(title !== undefined && { title: plainText(title) }),
    ...(summary !== undefined && { summary }),
    ...(license !== undefined && { license }),
    ...(datasets.length > 0 && { datasets }),
    ...(baseModel !== undefined && { baseModel }),
    sections: headings.map((heading) => heading.text),
  };
  return { card, front, rank: named ? 0 : isHubCard(data, path) ? 1 : 2 };
}

/** Keys of Hugging Face's metadata that only model cards have, in a README. */
const isHubCard = (data: Record<string, unknown>, path: string): boolean =>
  /(^|\/)readme\.md$/i.test(path) && words.hubKeys.some((key) => key in data);

/** Calls itself a model card in its title, or has at least three of the sections that cards have. */
function isCardByContent(
  body: string,
  data: Record<string, unknown>,
  headings: readonly { level: number; text: string }[],
): boolean {
  const titles = [
    textOf(data['title']) ?? '',
    ...headings.filter((heading) => heading.level === 1).map((heading) => heading.text),
  ];
  const sections = new Set(
    headings.map((heading) => sectionOf(heading.text)).filter((section) => section !== undefined),
  );
  const callsItself =
    titles.some((title) => /\bmodel card\b/i.test(title)) || /^\s*\W*model card\b/i.test(body.trimStart());
  return sections.size >= (callsItself ? 1 : 3);
}

/** The section of a model card that a heading begins, by the words of the usual templates. */
function sectionOf(heading: string): string | undefined {
  const plain = heading.toLowerCase();
  return words.sections.find((section) => section.titles.some((title) => plain.startsWith(title)))?.id;
}

/** Text without the comments of HTML; one without an end stays. */
function withoutComments(text: string): string {
  let kept = '';
  let at = 0;
  for (;;) {
    const start = text.indexOf('<!--', at);
    const end = start < 0 ? -1 : text.indexOf('-->', start + 4);
    if (end < 0) return kept + text.slice(at);
    kept += text.slice(at, start);
    at = end + 3;
  }
}

/** The first paragraph of prose. */
function summaryOf(body: string): string | undefined {
  const paragraphs = withoutComments(body)
    .replace(/^\s{0,3}(`{3,20}|~{3,20})[\s\S]*?^\s{0,3}\1.*$/gm, '')
    .split(/\n\s*\n/);
  const first = paragraphs
    .map((paragraph) => paragraph.trim())
    .find((paragraph) => /^[A-Za-z*_[`À-ÿ]/.test(paragraph) && plainText(paragraph).length >= 20);
  if (first === undefined) return undefined;
  const plain = plainText(first);
  return plain.length <= SUMMARY_CHARACTERS ? plain : `${plain.slice(0, SUMMARY_CHARACTERS - 1).trimEnd()}…`;
}
