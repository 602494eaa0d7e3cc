import { TextDecoder } from 'node:util';
import type { Limits } from '../../bytes/limits.js';
import type { BagContents } from './contents.js';
import { type BagProblem, problem, readProblem } from './problem.js';

/** What bagit.txt says (RFC 8493, 2.1.1). */
export interface Declaration {
  version: string;
  encoding: string;
}

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
  const file = contents.files.get(path);
  if (!file) return null;
  if (file.size > limits.headerBytes) {
    problems.push(problem(path, 'resource-limit', `at most ${limits.headerBytes} bytes`, `${file.size}`));
    return null;
  }
  try {
    const source = await file.open();
    return decode(await source.read(0, source.size), encoding);
  } catch (error) {
    const isUndecodable = (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
    problems.push(
      isUndecodable ? problem(path, 'encoding', `text in ${encoding}`, 'other bytes') : readProblem(path, error),
    );
    return null;
  }
}

/** Of UTF-16 the byte-order mark tells the order, big-endian without one (RFC 2781); it is no part of the text. */
function decode(bytes: Uint8Array, encoding: string): string {
  if (!/^utf-?16$/i.test(encoding)) return decoder(encoding).decode(bytes);
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  return decoder(isLittle ? 'utf-16le' : 'utf-16be')
    .decode(bytes)
    .replace(/^\ufeff/, '');
}

const decoder = (encoding: string): TextDecoder => new TextDecoder(encoding, { fatal: true, ignoreBOM: true });

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

/** Fields of bag-info.txt: `Label: value`, continued by lines that begin with a blank. Lines that are neither are problems. */
export function parseBagInfo(text: string, problems: BagProblem[]): [string, string][] {
  const fields: [string, string][] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    const last = fields.at(-1);
    if (line.trim() === '') continue;
    const field = /^([^\s:][^:]*):([\s\S]*)/.exec(line);
    if (/^[ \t]/.test(line) && last) last[1] += ` ${line.trim()}`;
    else if (field) fields.push([(field[1] ?? '').trimEnd(), (field[2] ?? '').trimStart()]);
    else problems.push(problem('bag-info.txt', 'manifest', '"Label: value"', JSON.stringify(line.slice(0, 120))));
  }
  return fields;
}
