import type { BagMember } from '../member.js';

/**
 * Splitting a bag, for whoever publishes one (the `github` folder):
 *
 * - `pack(tree, { split: { limit, urlPrefix } })` does everything. No file that it writes is longer than `limit` bytes (for GitHub
 *   `2 ** 31 - 1`); an asset `name` will be found at `urlPrefix + name` once published, for GitHub
 *   `https://github.com/OWNER/REPO/releases/download/TAG/` (the tag as `encodeURIComponent` writes it).
 * - Its document lists in `parts` what is to be published beside the bag: `path` of the written file, whose last segment is the asset's
 *   name, `size`, `sha256`, and `of`, the path in the bag. Nothing is split, and `parts` is empty, where the bag fits.
 * - `verifyBag` calls such a bag `incomplete`, with problems of kind `not-fetched` only.
 */
export interface SplitOptions {
  /** Longest file that may be written, in bytes. */
  limit: number;
  /** What stands before the name of an asset in its published address. */
  urlPrefix: string;
  /** Safetensors files over the limit become shards that loaders read, where they can. */
  reshard?: boolean;
}

/** A payload file that lies beside the bag: as one asset, or in numbered parts where it is longer than the limit. */
export interface ApartFile {
  /** In the bag. */
  path: string;
  size: number;
  sha256: string;
  content: BagMember['content'];
  /** In order; together they are the file. */
  parts: Part[];
}

/** Bytes of a payload file, behind others that are none of it. */
export interface Range {
  head: Buffer;
  start: number;
  length: number;
}

/** One published file. */
export interface Part extends Range {
  /** Name of the asset, in `[A-Za-z0-9._-]`. */
  name: string;
  url: string;
  /** Of the head and the range. */
  size: number;
  sha256: string;
}

/** Part boundaries lie at multiples of this, so that reading them again is cheap. */
const STEP_BYTES = 1 << 20;
/** Digest of a part that nobody has read yet: it has the length of one. */
const UNREAD_DIGEST = '0'.repeat(64);

/** Ranges of a file by the name that each will be published under. */
export type NamedRange = Range & { name: string };

/**
 * Puts a file apart: one asset if it fits, else the `ranges` that were made of it, else parts of equal length. `name` is that of the
 * asset.
 */
export function apartFile(
  member: BagMember,
  name: string,
  { limit, urlPrefix }: SplitOptions,
  ranges: readonly NamedRange[] | null = null,
): ApartFile {
  const { path, size, sha256, content } = member;
  const part = (range: NamedRange, digest = UNREAD_DIGEST): Part => ({
    ...range,
    url: `${urlPrefix}${range.name}`,
    size: range.head.length + range.length,
    sha256: digest,
  });
  const file = { path, size, sha256, content };
  if (size <= limit) return { ...file, parts: [part({ name, head: NONE, start: 0, length: size }, sha256)] };
  return { ...file, parts: (ranges ?? numbered(name, size, limit)).map((range) => part(range)) };
}

const NONE = Buffer.alloc(0);

function numbered(name: string, size: number, limit: number): NamedRange[] {
  const even = Math.ceil(size / Math.ceil(size / limit));
  const rounded = Math.ceil(even / STEP_BYTES) * STEP_BYTES;
  const length = rounded <= limit ? rounded : even;
  const count = Math.ceil(size / length);
  const digits = Math.max(3, `${count}`.length);
  return Array.from({ length: count }, (_, i) => ({
    name: `${name}.part${`${i + 1}`.padStart(digits, '0')}`,
    head: NONE,
    start: i * length,
    length: Math.min(length, size - i * length),
  }));
}

/** Lies in several parts, which fetch.txt cannot say: BagIt knows no join. */
export const isInParts = ({ parts }: Pick<ApartFile, 'parts'>): boolean => parts.length > 1;
