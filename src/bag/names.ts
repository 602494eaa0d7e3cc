import { sha256 } from '../bytes/digest.js';
import { isWindowsDevice } from '../tree/windows-device.js';

/** Why a file is called otherwise in the bag than in the repository. */
export type RenameReason =
  | 'character' // one that some system, BagIt tool or URL cannot hold
  | 'blank-end' // a segment begins or ends with a blank, or ends with a dot
  | 'reserved-name' // a device name of Windows
  | 'relative' // an empty, `.` or `..` segment
  | 'too-long'
  | 'twin'; // equal to another name where case does not count

export interface PortableName {
  path: string;
  /** Empty where the path was kept. */
  reasons: RenameReason[];
}

/** Longest path in a bag: below the 255 bytes and 260 characters of common systems, with room for a folder to unpack to. */
export const LONGEST_PATH = 240;
/** Longest single segment that is kept as it is. */
const LONGEST_SEGMENT = 200;
/** Printable ASCII without `% " * : < > ? \ |` (refused by some system or BagIt tool) and without what URLs and shells treat specially. */
const PORTABLE = /^[A-Za-z0-9 ._+=@,()-]*$/;
const NOT_PORTABLE = /[^A-Za-z0-9 ._+=@,()-]+/g;
const MARKS = /\p{M}+/gu;

/**
 * Gives every path of a repository a portable ASCII name below `folder`, one after the other; call it in byte order of the
 * paths. What must change keeps its extension and a readable rest, and gets the first digits of the digest of its
 * original path, so that the name depends on nothing but the path.
 */
export function portableNames(): (folder: string, original: string) => PortableName {
  const files = new Set<string>();
  const folders = new Set<string>();
  const isFree = (path: string): boolean => {
    const key = path.toLowerCase();
    return (
      !files.has(key) && !folders.has(`${key}/`) && parents(key).every((folder) => !files.has(folder.slice(0, -1)))
    );
  };
  return (folder, original) => {
    const named = portable(folder, original);
    if (!isFree(named.path)) {
      const reasons: RenameReason[] = [...named.reasons, 'twin'];
      named.reasons = reasons;
      named.path = `${folder}/${withDigest(portable(folder, original).path.slice(folder.length + 1), original)}`;
      if (!isFree(named.path) || named.path.length > LONGEST_PATH) named.path = collapsed(folder, original);
    }
    const key = named.path.toLowerCase();
    files.add(key);
    for (const parent of parents(key)) folders.add(parent);
    return named;
  };
}

function portable(folder: string, original: string): PortableName {
  const reasons = new Set<RenameReason>();
  const segments = original.split('/').map((segment) => portableSegment(segment, reasons));
  const kept = `${folder}/${segments.join('/')}`;
  if (kept.length > LONGEST_PATH) reasons.add('too-long');
  if (reasons.size === 0) return { path: kept, reasons: [] };
  const path = `${folder}/${withDigest(segments.join('/'), original)}`;
  return { path: path.length > LONGEST_PATH ? collapsed(folder, original) : path, reasons: [...reasons] };
}

/** One segment in portable characters; what had to change is added to `reasons`. */
function portableSegment(segment: string, reasons: Set<RenameReason>): string {
  let name = segment;
  if (name === '' || name === '.' || name === '..') {
    reasons.add('relative');
    return '_';
  }
  if (!PORTABLE.test(name)) {
    reasons.add('character');
    // A name of nothing but combining marks leaves nothing behind.
    name = name.normalize('NFKD').replace(MARKS, '').replace(NOT_PORTABLE, '_') || '_';
  }
  if (/^ |[ .]$/.test(name)) {
    reasons.add('blank-end');
    name = name.replace(/^ +/, '_').replace(/(?<![ .])[ .]+$/, '_');
  }
  if (isWindowsDevice(name)) {
    reasons.add('reserved-name');
    name = `_${name}`;
  }
  if (name.length > LONGEST_SEGMENT) {
    reasons.add('too-long');
    const [stem, extension] = splitExtension(name);
    name = stem.slice(0, LONGEST_SEGMENT / 2) + extension;
  }
  return name;
}

/** The path with the first eight digits of the original's digest before the extension. */
function withDigest(path: string, original: string): string {
  const slash = path.lastIndexOf('/') + 1;
  const [stem, extension] = splitExtension(path.slice(slash));
  return `${path.slice(0, slash)}${stem}-${sha256(original).slice(0, 8)}${extension}`;
}

/** A short path for one that cannot be kept in its folders. */
function collapsed(folder: string, original: string): string {
  const [stem, extension] = splitExtension(portableSegment(original.slice(original.lastIndexOf('/') + 1), new Set()));
  return `${folder}/renamed/${stem.slice(0, 80)}-${sha256(original).slice(0, 16)}${extension}`;
}

function splitExtension(name: string): [string, string] {
  const match = /^(.+?)(\.[A-Za-z0-9]{1,16}|\.tar\.[A-Za-z0-9]{1,8})$/.exec(name);
  return match ? [match[1] ?? name, match[2] ?? ''] : [name, ''];
}

function parents(path: string): string[] {
  const found: string[] = [];
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) found.push(path.slice(0, at + 1));
  return found;
}

/**
 * Text in plain ASCII for README.txt and bag-info.txt: German letters and those of other languages that are no letter with an accent
 * written out, accents dropped, the rest `?`; one line.
 */
export function plainAscii(text: string): string {
  return text
    .normalize('NFC')
    .replace(SPELLED_LETTERS, (letter) => SPELLED[letter] ?? letter)
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(/[‘’‚]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/[‐-―]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/[^ -~]/gu, '?')
    .trim();
}
const SPELLED: Readonly<Record<string, string>> = {
  ...{ ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', ß: 'ss', ẞ: 'SS' },
  ...{ æ: 'ae', Æ: 'Ae', œ: 'oe', Œ: 'Oe', ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D' },
  ...{ ð: 'd', Ð: 'D', þ: 'th', Þ: 'Th', ħ: 'h', Ħ: 'H', ı: 'i', ŋ: 'n', Ŋ: 'N' },
};
const SPELLED_LETTERS = new RegExp(`[${Object.keys(SPELLED).join('')}]`, 'g');

/** A file name for releases: `<repository>-<tag>` in `[A-Za-z0-9._-]`, the only characters that every host keeps. */
export function bagName(repository: string, tag: string): string {
  const clean = (text: string): string =>
    text
      .normalize('NFKD')
      .replace(MARKS, '')
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '')
      .slice(0, 100);
  const name = [clean(repository) || 'models', clean(tag)].filter((part) => part !== '').join('-');
  return isWindowsDevice(name) ? `bag-${name}` : name;
}
