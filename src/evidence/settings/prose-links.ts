import { headingsOf } from '../documents/front-matter.js';
import type { DataSource } from '../evidence.js';
import words from './link-words.json' with { type: 'json' };

const DATA_SECTION = new RegExp(words.dataSection, 'i');
const NOT_DATA_SECTION = new RegExp(words.notDataSection, 'i');
const DATA_SENTENCE = new RegExp(words.dataSentence, 'i');
const VERBS = new RegExp(words.verbs, 'i');
const NOT_DATA = new RegExp(words.notData, 'i');
const PLACES = hostPattern(words.paperHosts);
const DATA_PLACES = hostPattern(words.dataHosts);
const LINK = /\[([^\]]{0,300})\]\(\s{0,9}<?(https?:\/\/[^\s)>]+)|(https?:\/\/[^\s)>\]"'`|]+)/g;
const MODEL_FILE = /\.(bin|pt|pth|ckpt|onnx|h5|hdf5|pkl|joblib|safetensors|gguf|keras|tflite|rds)(\?|$)/i;
const PICTURE = /\.(png|jpe?g|gif|svg|mp4|webp|pdf)(\?|$)/i;

/** Folders whose README is about nothing but data. */
const DATA_FOLDER = /(^|\/)(data|datasets?|corpus|raw[-_]data)\/[^/]*$|(^|\/)(datasheet|data[-_]?card)[^/]*$/i;

/** Whole labels of hosts, and beginnings of paths: `x.com` is not in `flux.com`. */
function hostPattern(hosts: readonly string[]): RegExp {
  const escaped = hosts.map((host) => host.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`[/.](?:${escaped.join('|')})`);
}

/** Prose that cites data: READMEs and what lies in folders of data. */
export const citesData = (path: string): boolean =>
  /\.(md|markdown|rst|txt|qmd|rmd)$|(^|\/)readme$/i.test(path) &&
  (/^readme(\.|$)/i.test(path) || (DATA_FOLDER.test(path) && !/require|licen/i.test(path)));

/**
 * The links of a text that lead to data: into a repository of data, in a section about data, or in a sentence that says
 * where data come from. Papers, weights, pictures, tools and licenses are told apart; what cannot be told is left out.
 */
export function dataLinks(markdown: string, path: string, firstLine = 1): DataSource[] {
  const sections = sectionTitles(markdown);
  const wholeFile = DATA_FOLDER.test(path);
  const found = markdown.split('\n').flatMap((line, index) => {
    const isDataSection = wholeFile || isAboutData(sections[index] ?? '');
    return [...line.matchAll(LINK)].flatMap((match) => {
      const url = (match[2] ?? match[3]!).replace(/[.,;:]+$/, '');
      const sentence = sentenceAround(line, match.index);
      if (!isData(url, match[1] ?? '', sentence, isDataSection)) return [];
      const source: DataSource = { ...identify(url), path, line: firstLine + index, packed: false };
      return [{ source, sure: isDataSection || saysWhereFrom(sentence) }];
    });
  });
  // A link in the section about data, or where a sentence says that data come from there, is the citation; elsewhere it is a mention.
  return [...found.filter((item) => item.sure), ...found.filter((item) => !item.sure)]
    .map((item) => item.source)
    .filter((source, index, all) => all.findIndex((other) => sameSource(other, source)) === index)
    .sort((a, b) => a.line - b.line);
}

/** Title of the section that each line stands in; a data section covers the ones below it. */
function sectionTitles(markdown: string): string[] {
  const titles: string[] = [];
  const open: { level: number; text: string }[] = [];
  // The first heading is the title of the document and no section: "… Metric and Dataset" has chapters on everything.
  const [title, ...others] = headingsOf(markdown);
  const headings = new Map(
    (title?.level === 1 ? others.filter((heading) => heading.level > 1) : others).map((heading) => [
      heading.line,
      heading,
    ]),
  );
  const count = markdown.split('\n').length;
  for (let line = 1; line <= count; line++) {
    const heading = headings.get(line);
    if (heading) {
      while (open.length > 0 && open.at(-1)!.level >= heading.level) open.pop();
      open.push(heading);
    }
    titles.push(open.map((item) => item.text).join(' / '));
  }
  return titles;
}

const isAboutData = (title: string): boolean =>
  title.split(' / ').some((part) => DATA_SECTION.test(part) && !NOT_DATA_SECTION.test(part));

function isData(url: string, text: string, sentence: string, isDataSection: boolean): boolean {
  const address = url.toLowerCase();
  if (MODEL_FILE.test(address) || PICTURE.test(address) || /\/(terms|licen[sc]e|privacy|imprint)\b/.test(address))
    return false;
  if (PLACES.test(address) || NOT_DATA.test(text) || /^`.*`$/.test(text)) return false;
  const doi = /doi\.org\/(10\.\d{4,9})\//.exec(address)?.[1];
  if (doi !== undefined) return words.dataDois.includes(doi) && (isDataSection || saysWhereFrom(sentence));
  if (/zenodo\.org\//.test(address)) return /records?\//.test(address) && (isDataSection || saysWhereFrom(sentence));
  if (DATA_PLACES.test(address)) return true;
  if (
    /^https?:\/\/(www\.)?(github|gitlab)\.com\//.test(address) &&
    !/\/(releases\/download|raw|blob)\/.*\.(zip|csv|tar|tgz|gz|json|parquet)/.test(address)
  )
    return false;
  return isDataSection || saysWhereFrom(sentence);
}

const saysWhereFrom = (sentence: string): boolean =>
  DATA_SENTENCE.test(sentence) && VERBS.test(sentence) && !/\bweights\b|pre-?trained/i.test(sentence);

/** The sentence of a line that a position is in, without its addresses. */
function sentenceAround(line: string, at: number): string {
  let start = 0;
  for (const end of line.matchAll(/[.!?](?=\s)/g)) {
    if (end.index >= at) return line.slice(start, end.index).replace(/https?:\/\/\S+/g, '');
    start = end.index + 1;
  }
  return line.slice(start).replace(/https?:\/\/\S+/g, '');
}

/** Kind and value of an address: services that we know by their ids, all else by the address. */
export function identify(url: string): Pick<DataSource, 'kind' | 'value' | 'revision'> {
  const hub = /huggingface\.co\/datasets\/([\w.-]+(?:\/[\w.-]+)?)(?:\/(?:tree|resolve|blob)\/([^/?#]+))?/.exec(url);
  if (hub)
    return {
      kind: 'hf-dataset',
      value: hub[1]!,
      ...(hub[2] !== undefined && hub[2] !== 'main' && { revision: hub[2] }),
    };
  const doi = /doi\.org\/(10\.\d{4,9}\/[^\s?#]+)/i.exec(url)?.[1];
  if (doi !== undefined) return { kind: 'doi', value: doi };
  if (/zenodo\.org\/records?\/\d+/.test(url)) return { kind: 'zenodo', value: url };
  if (/kaggle\.com\//.test(url)) return { kind: 'kaggle', value: url };
  if (/openml\.org\//.test(url)) return { kind: 'openml', value: url };
  return { kind: 'url', value: url };
}

/** Equal but for a trailing slash, the protocol, and Kaggle's tabs. */
const sameSource = (a: DataSource, b: DataSource): boolean => plainAddress(a.value) === plainAddress(b.value);
const plainAddress = (value: string): string =>
  value
    .toLowerCase()
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(/(kaggle\.com\/(?:c|competitions|datasets)\/[^?#]+?)\/(data|overview|leaderboard|code)\/?$/, '$1')
    .replace(/\/$/, '');
