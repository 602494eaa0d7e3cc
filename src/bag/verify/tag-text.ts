import { TextDecoder } from 'node:util';
import { FormatError } from '../../bytes/format-error.js';
import { DEFAULT_LIMITS, type Limits } from '../../bytes/limits.js';
import { aheadChunks } from '../../bytes/source.js';
import { longestText } from './bag-limits.js';
import type { BagContents } from './contents.js';
import { type BagProblem, FileProblems, problem, readProblem } from './problem.js';

/** What bagit.txt says (RFC 8493, 2.1.1). */
export interface Declaration {
  version: string;
  encoding: string;
}

/** What is taken for granted where bagit.txt cannot be read, so that the rest is verified all the same. */
const UNDECLARED: Declaration = { version: '1.0', encoding: 'UTF-8' };

/** Versions with the meaning we know; what is between them differs in no way that matters here. */
const VERSIONS = new Set(['0.93', '0.94', '0.95', '0.96', '0.97', '1.0']);

/** Text of a tag file, or null and a problem: missing, too large, or not in the declared encoding. */
export async function readTagText(
  contents: BagContents,
  path: string,
  encoding: string,
  limits: Limits,
  problems: BagProblem[],
): Promise<string | null> {
  if (!contents.files.has(path)) return null;
  try {
    const pieces: string[] = [];
    for await (const piece of tagTextPieces(contents, path, encoding, limits)) pieces.push(piece);
    return pieces.join('');
  } catch (error) {
    problems.push(textProblem(path, encoding, error));
    return null;
  }
}

/** What kept a tag file from being read as text, as a problem; what is no such error is thrown again. */
export const textProblem = (path: string, encoding: string, error: unknown): BagProblem =>
  (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
    ? problem(path, 'encoding', `text in ${encoding}`, 'other bytes')
    : readProblem(path, error);

/** Text of so many bytes is dropped by the next quick collection of garbage; longer ones stay until a thorough one. */
const PIECE_BYTES = 1 << 15;

/** The same text piece by piece. Throws what `textProblem` tells of. */
export async function* tagTextPieces(
  contents: BagContents,
  path: string,
  encoding: string,
  limits: Limits,
): AsyncGenerator<string> {
  const file = contents.files.get(path);
  if (!file) return;
  const longest = longestText(contents.files.size, limits);
  if (file.size > longest)
    throw new FormatError('resource-limit', `expected at most ${longest} bytes, found ${file.size}`);
  let decoding: TextDecoder | undefined;
  // Windows begins UTF-8 with a mark that is no part of the text; bagit.txt alone must not have one (RFC 8493, 2.1.1).
  let mayBeMarked = path !== 'bagit.txt' || isUtf16(encoding);
  const begun = (text: string): string => {
    const isMarked = mayBeMarked && text.startsWith('\ufeff');
    if (text !== '') mayBeMarked = false;
    return isMarked ? text.slice(1) : text;
  };
  const source = await file.open();
  for await (const chunk of aheadChunks(source, 0, source.size, PIECE_BYTES)) {
    decoding ??= decoder(isUtf16(encoding) ? orderOf(chunk) : encoding);
    yield begun(decoding.decode(chunk, { stream: true }));
  }
  if (decoding) yield begun(decoding.decode());
}

const isUtf16 = (encoding: string): boolean => /^utf-?16$/i.test(encoding);

/** Of UTF-16 the byte-order mark tells the order, big-endian without one (RFC 2781); it is no part of the text. */
const orderOf = ([first, second]: Uint8Array): string => (first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-16be');

const decoder = (encoding: string): TextDecoder => new TextDecoder(encoding, { fatal: true, ignoreBOM: true });

/** What bagit.txt declares. Whoever verifies hears of what is wrong with it. */
export async function readDeclaration(
  contents: BagContents,
  limits: Limits = DEFAULT_LIMITS,
  problems: BagProblem[] = [],
): Promise<Declaration> {
  const text = await readTagText(contents, 'bagit.txt', 'UTF-8', limits, problems);
  return text === null ? UNDECLARED : parseDeclaration(text, problems);
}

/** Parses bagit.txt strictly: two lines in this order, no byte-order mark, nothing before the colon. */
export function parseDeclaration(text: string, problems: BagProblem[]): Declaration {
  const fields = /^BagIt-Version: (\d+\.\d+)(?:\r\n|\r|\n)Tag-File-Character-Encoding: (\S+)[ \t]*[\r\n]*$/.exec(text);
  const loose = /^\ufeff?\s*bagit-version\s*:\s*(\d+\.\d+)/i.exec(text);
  if (!fields)
    problems.push(
      problem(
        'bagit.txt',
        'bagit-declaration',
        '"BagIt-Version: M.N" and "Tag-File-Character-Encoding: UTF-8", one a line',
        JSON.stringify(text.slice(0, 120)),
      ),
    );
  const version = fields?.[1] ?? loose?.[1] ?? '1.0';
  if (!VERSIONS.has(version))
    problems.push(
      problem('bagit.txt', 'bagit-declaration', `one of the versions ${[...VERSIONS].join(', ')}`, version),
    );
  return { version, encoding: knownEncoding(fields?.[2] ?? 'UTF-8', problems) };
}

function knownEncoding(label: string, problems: BagProblem[]): string {
  try {
    decoder(label);
    return label;
  } catch {
    problems.push(problem('bagit.txt', 'encoding', 'a known character encoding', label));
    return 'UTF-8';
  }
}

/** Lines of bag-info.txt that are read: long descriptions have some hundreds. */
const MOST_LINES = 100_000;

/** Lines that are not blank, with their numbers from 1; one after the other, since a hostile text has millions. */
export function* numberedLines(text: string): Generator<[number, string]> {
  const ends = /\r\n|\r|\n|$/g;
  let number = 0;
  for (let start = 0; start < text.length; start = ends.lastIndex) {
    ends.lastIndex = start;
    const end = ends.exec(text);
    if (!end) return;
    const line = text.slice(start, end.index);
    number++;
    if (line.trim() !== '') yield [number, line];
    if (end[0] === '') return;
  }
}

/** Fields of bag-info.txt: `Label: value`, continued by lines that begin with a blank. Lines that are neither are problems. */
export function parseBagInfo(text: string, problems: BagProblem[]): [string, string][] {
  const fields: [string, string][] = [];
  const wrong = new FileProblems('bag-info.txt', problems);
  for (const [number, line] of numberedLines(text)) {
    if (wrong.isFull()) break;
    if (number > MOST_LINES) {
      wrong.tell('resource-limit', `at most ${MOST_LINES} lines`, 'more');
      break;
    }
    const last = fields.at(-1);
    const field = /^([^\s:][^:]*):([\s\S]*)/.exec(line);
    if (/^[ \t]/.test(line) && last) last[1] += ` ${line.trim()}`;
    else if (field) fields.push([(field[1] ?? '').trimEnd(), (field[2] ?? '').trimStart()]);
    else wrong.tell('manifest', '"Label: value"', JSON.stringify(line.slice(0, 120)));
  }
  return fields;
}
