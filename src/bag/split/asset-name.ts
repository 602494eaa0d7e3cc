import { sha256 } from '../../bytes/digest.js';

/** Longest name before the number of a part: hosts and file systems hold 255 bytes. */
const LONGEST_NAME = 180;

/**
 * Names assets after the bag and the file's path below `data/`, in the characters that every host keeps as they are. Where two paths
 * would give one name (case does not count), or the name is too long, the path's digest tells them apart, so that a name
 * depends on nothing but the bag and the path; call it in byte order of the paths.
 */
export function assetNames(bag: string): (path: string) => string {
  const taken = new Set<string>();
  return (path) => {
    const flat = `${bag}.${path.replace(/^data\//, '').replace(/[^A-Za-z0-9._-]+/g, '-')}`.replace(
      /(?<![.-])[.-]+$/,
      '_',
    );
    // Parts of another file may have the names of files that look like parts.
    const isFree = flat.length <= LONGEST_NAME && !taken.has(flat.toLowerCase()) && !/\.part\d+$/i.test(flat);
    const name = isFree ? flat : withDigest(flat, path);
    taken.add(name.toLowerCase());
    return name;
  };
}

function withDigest(name: string, path: string): string {
  const extension = /\.[A-Za-z0-9]{1,16}$/.exec(name)?.[0] ?? '';
  const stem = name.slice(0, name.length - extension.length).slice(0, LONGEST_NAME - 40);
  return `${stem}-${sha256(path).slice(0, 16)}${extension}`;
}
