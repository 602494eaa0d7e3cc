import type { Algorithm } from '../../bytes/digest-threads.js';
import { DEFAULT_LIMITS } from '../../bytes/limits.js';
import type { Digests } from '../../bytes/pass.js';
import { isWindowsDevice } from '../../tree/windows-device.js';
import { listedDigests } from '../again/listed-digests.js';
import { PARTS_PATH, parseParts } from '../split/parts-document.js';
import type { BagContents } from '../verify/contents.js';
import { listing, parseFetch } from '../verify/manifest.js';
import { readDeclaration, readTagText } from '../verify/tag-text.js';

/** One download: a whole file, or one of its parts. */
export interface Piece {
  /** Under which it lies beside the bag; one path segment. */
  name: string;
  url: string;
  /** Null where the bag does not say it. */
  size: number | null;
  /** So many bytes at its beginning are none of the file; all of them where it is of use to others alone. */
  skip: number;
  /** What its bytes must have; by the strongest algorithm that the bag has a manifest of. */
  digest: { algorithm: Algorithm; hex: string };
}

/** A file of the payload that the bag lacks, and how to get it. */
export interface MissingFile {
  /** In the bag. */
  path: string;
  /** In the order of joining. */
  pieces: Piece[];
}

/** The files that a bag lists, does not hold, and says where to get; parts.json says more than fetch.txt and wins. */
export async function missingFiles(contents: BagContents): Promise<MissingFile[]> {
  const { encoding, version } = await readDeclaration(contents);
  const read = async (path: string) => (await readTagText(contents, path, encoding, DEFAULT_LIMITS, [])) ?? '';
  const known = await listedDigests(contents);
  const missing = new Map<string, MissingFile>();
  for (const [path, { url, length }] of parseFetch(
    await read('fetch.txt'),
    [],
    listing(version, contents.files.keys()),
  ))
    missing.set(path, {
      path,
      pieces: strongest(known.get(path)).map((digest) => pieceOf(nameFor(url, path), url, length, digest)),
    });
  for (const { path, parts } of parseParts(await read(PARTS_PATH)))
    missing.set(path, {
      path,
      pieces: parts.map(({ name, url, size, sha256, skip }) =>
        pieceOf(name, url, size, { algorithm: 'sha256', hex: sha256 }, skip),
      ),
    });
  // A bag vouches only for what its manifests list.
  return [...missing.values()].filter(({ path }) => known.has(path) && !contents.files.has(path));
}

const STRENGTH: readonly Algorithm[] = ['sha512', 'sha384', 'sha256', 'sha224', 'sha1', 'md5'];

/** The one digest that weighs most, if there is any. */
const strongest = (digests: Digests = {}): Piece['digest'][] =>
  STRENGTH.flatMap((algorithm) => {
    const hex = digests[algorithm];
    return hex === undefined ? [] : { algorithm, hex };
  }).slice(0, 1);

const pieceOf = (name: string, url: string, size: number | null, digest: Piece['digest'], skip = 0): Piece => ({
  name,
  url,
  size,
  digest,
  skip,
});

/** The last segment of the address, or of the path, in characters that are nothing but a name everywhere. */
export function nameFor(url: string, path: string): string {
  const pathname = URL.canParse(url) ? new URL(url).pathname : '';
  const last = [pathname, path].map((each) => each.slice(each.lastIndexOf('/') + 1)).find((each) => each !== '') ?? '';
  // The pattern of dots would look through a longer one for every dot in it.
  const name = last
    .slice(-200)
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .replace(/^\.+|\.+$/g, '_');
  return isWindowsDevice(name) ? `_${name}` : name || 'file';
}
