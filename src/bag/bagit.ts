import type { Algorithm } from '../bytes/digest-threads.js';
import { byBytes } from '../bytes/order.js';
import { namedAuthors } from './citation/authors.js';
import type { BagFacts } from './facts.js';
import type { BagMember } from './member.js';
import { plainAscii } from './names.js';
import { MODEL_ARCHIVE, profileId } from './profile/profile.js';
import type { Text } from './text.js';

/** RFC 8493, 2.1.1: the first file anybody reads. */
export const DECLARATION = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

/** Columns after which bag-info.txt is folded (RFC 8493, 2.2.2 recommends 79). */
const COLUMNS = 79;

interface Counted {
  path: string;
  size: number;
}

/** Name of a manifest: that of its algorithm in lower-case letters and digits (RFC 8493, 2.4). */
export const manifestName = (kind: 'manifest' | 'tagmanifest', algorithm: Algorithm): string =>
  `${kind}-${algorithm.replaceAll('-', '')}.txt`;

/** Manifest lines (RFC 8493, 2.1.3) in byte order of the paths. */
export function manifestText(members: readonly Digested[], algorithm: Algorithm): Text {
  const sorted = [...members].sort((a, b) => byBytes(a.path, b.path));
  return function* () {
    for (const member of sorted) yield `${digestIn(member, algorithm)}  ${encodePath(member.path)}\n`;
  };
}

type Digested = Pick<BagMember, 'path' | 'sha256' | 'others'>;

function digestIn({ path, sha256, others }: Digested, algorithm: Algorithm): string {
  const digest = algorithm === 'sha256' ? sha256 : others?.[algorithm];
  if (digest === undefined) throw new Error(`expected a ${algorithm} of ${JSON.stringify(path)}, found none`);
  return digest;
}

/** CR, LF and `%` percent-encoded, those and only those (RFC 8493, 2.1.3). */
export const encodePath = (path: string): string =>
  path.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** Bag metadata (RFC 8493, 2.2.2); nothing in it but what the repository and the tag say. */
export function bagInfoText(facts: BagFacts, payload: readonly Counted[]): string {
  const [author] = namedAuthors(facts);
  const octets = octetsOf(payload);
  const fields: [string, string | undefined][] = [
    ['Source-Organization', author?.affiliation ?? (author?.familyNames ? undefined : author?.name)],
    [
      'Contact-Name',
      author?.familyNames ? [author.givenNames, author.familyNames].filter(Boolean).join(' ') : undefined,
    ],
    ['External-Description', `${facts.title}, release ${facts.tag}. ${facts.assessment.summary}`],
    ['External-Identifier', `urn:uuid:${facts.id}`],
    ['Bagging-Date', facts.date],
    ['Bag-Size', sizeText(octets)],
    ['Payload-Oxum', payloadOxum(payload)],
    ['Bag-Group-Identifier', `urn:uuid:${facts.groupId}`],
    [
      'Internal-Sender-Identifier',
      `${facts.repositoryUrl ?? facts.assessment.repository}@${facts.commit ?? facts.tag}`,
    ],
    ['Bag-Software-Agent', `${facts.software.name} ${facts.software.version}`],
    ['BagIt-Profile-Identifier', profileId(MODEL_ARCHIVE)],
  ];
  return fields.map(([label, value]) => (value ? fold(label, plainAscii(value)) : '')).join('');
}

/** Octets and number of the payload's files (RFC 8493, 2.2.2). */
export const payloadOxum = (payload: readonly { size: number }[]): string => `${octetsOf(payload)}.${payload.length}`;

const octetsOf = (payload: readonly { size: number }[]): number =>
  payload.reduce((sum, member) => sum + member.size, 0);

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** Bytes of the payload for people, decimal (RFC 8493, 2.2.2 asks for an approximate size). */
function sizeText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${UNITS[power]}`;
}

/** One field, folded at blanks; continuation lines begin with a blank. A word longer than a line stays whole. */
export function fold(label: string, value: string): string {
  const lines: string[] = [];
  let line = `${label}:`;
  for (const word of value.split(' ')) {
    if (line.length + 1 + word.length > COLUMNS && line.trim() !== `${label}:` && line.trim() !== '') {
      lines.push(line);
      line = ` ${word}`;
    } else {
      line += ` ${word}`;
    }
  }
  return `${[...lines, line].join('\n')}\n`;
}
