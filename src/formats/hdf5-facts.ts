import type { Hdf5Value } from '../containers/hdf5.js';
import type { Fact } from './format.js';
import type { Hdf5Contents } from './hdf5-contents.js';

/** Attributes told as facts; files with more have them as data. */
const MOST_FACTS = 500;
/** Longest text and list told as a fact. */
const MOST_CHARACTERS = 2_000;
const MOST_VALUES = 100;
/** PRONOM identifiers by version of the superblock; it has none for version 3. */
export const HDF5_PUIDS: Readonly<Record<string, string>> = { 0: 'fmt/807', 1: 'fmt/286', 2: 'fmt/287' };

/** What the container itself says: version of its superblock, user block, links, attributes of groups and datasets. */
export function hdf5Facts(contents: Hdf5Contents, skip: ReadonlySet<string> = new Set()): Fact[] {
  const { superblock, softLinks } = contents.listing;
  const facts: Fact[] = [{ key: 'superblock', value: superblock.version, where: 'superblock' }];
  const puid = HDF5_PUIDS[superblock.version];
  if (puid !== undefined && superblock.offset === 0) facts.push({ key: 'puid', value: puid, where: 'superblock' });
  if (superblock.offset > 0) facts.push({ key: 'user_block_bytes', value: superblock.offset, where: 'superblock' });
  if (softLinks.length > 0)
    facts.push({
      key: 'soft_links',
      value: Object.fromEntries(softLinks.slice(0, MOST_VALUES).map(({ path, target }) => [path, target])),
      where: 'links',
    });
  for (const [path, values] of contents.attributes) {
    for (const [key, value] of values) {
      if (skip.has(key) || !isTold(value)) continue;
      if (facts.length >= MOST_FACTS) return facts;
      facts.push({ key, value: jsonOf(value), where: `${path}@${key}` });
    }
  }
  return facts;
}

/** True for values that a person would read: no long lists, no long texts, nothing empty. */
function isTold(value: Hdf5Value): boolean {
  if (value === null) return false;
  if (typeof value === 'string') return value.length > 0 && value.length <= MOST_CHARACTERS;
  if (Array.isArray(value)) return value.length > 0 && value.length <= MOST_VALUES && value.every(isTold);
  return typeof value !== 'object' || Object.values(value).every(isTold);
}

/** Plain JSON: integers beyond 2^53 and floats that JSON lacks become text. */
function jsonOf(value: Hdf5Value): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, jsonOf(member)]));
  return value;
}
