import { firstNonZero } from '../bytes/first-non-zero.js';
import type { Limits } from '../bytes/limits.js';
import { type ByteSource, subSource } from '../bytes/source.js';
import { eachPickle, type Pickle } from '../containers/pickle.js';
import type { Contents } from './format.js';
import { addPickles } from './pickle-contents.js';
import { isPlausibleName } from './pickle-recognition.js';

/** Bytes of a gap that are searched. */
const SEARCHED_BYTES = 4 << 20;
/** Places tried in one gap: each is read as a pickle until it breaks. As many random bytes spell a beginning 384 times. */
const MOST_PLACES = 1_024;
/** Operations of a pickle that does not begin where the bytes do. */
const MOST_OPERATIONS = 50_000;
/** Where a pickle may begin inside other bytes: PROTO of a known protocol, or an import of protocol 0. */
const BEGINNING = /\x80[\x00-\x05]|c[A-Za-z_][\w.]{0,99}\n[A-Za-z_][\w.]{0,99}\n/g;

/**
 * Adds what pickles in bytes outside of the format's own structure would import and call. Such bytes load nothing by
 * themselves; whoever put a call there meant some other reader of the file. `base` is the offset of the source in the
 * file, undefined where its bytes do not lie there as they are.
 */
export async function addHiddenPickles(
  contents: Contents,
  source: ByteSource,
  range: { start: number; end: number },
  where: { member?: string; base: number | undefined },
  limits: Limits,
): Promise<void> {
  const { end } = range;
  const start = await firstNonZero(source, range.start, end);
  if (start === end) return;
  const read = await source.read(start, Math.min(end, start + SEARCHED_BYTES));
  const text = Buffer.from(read.buffer, read.byteOffset, read.byteLength).toString('latin1');
  const places = new Set([0, ...[...text.matchAll(BEGINNING)].map(({ index }) => index)]);
  let behind = start;
  let tried = 0;
  let isSearched = start + read.length === end;
  for (const place of places) {
    const at = start + place;
    if (at < behind) continue;
    if (++tried > MOST_PLACES) {
      isSearched = false;
      break;
    }
    const bounded = place === 0 ? limits : { ...limits, pickleOperations: MOST_OPERATIONS };
    const base = where.base === undefined ? undefined : where.base + at;
    const found: Pickle[] = [];
    for await (const pickle of eachPickle(subSource(source, at, end), { limits: bounded })) {
      isSearched &&= !ranOut(pickle, bounded);
      if (!importsNames(pickle)) break;
      behind = at + pickle.end;
      found.push({ ...pickle, problems: [] });
    }
    if (found.length > 0) addPickles(contents, found, { ...where, base });
  }
  if (!isSearched) tellUnsearched(contents, { start, end }, where);
}

/** Holes between values that are looked into; those that are zero are padding. */
const MOST_HOLES = 32;

/** The same for every hole that values leave; more holes than anybody leaves are told. */
export async function addHiddenInHoles(
  contents: Contents,
  source: ByteSource,
  holes: readonly { start: number; end: number }[],
  where: { member?: string; base: number | undefined },
  limits: Limits,
): Promise<void> {
  let filled = 0;
  for (const { start, end } of holes) {
    const first = await firstNonZero(source, start, end);
    if (first === end) continue;
    if (++filled > MOST_HOLES) {
      const message = `expected at most ${MOST_HOLES} holes between values that hold anything, found more`;
      contents.observations.push({ kind: 'unread', code: 'resource-limit', message });
      return;
    }
    await addHiddenPickles(contents, source, { start: first, end }, where, limits);
  }
}

/** Every operation takes a byte at least: what breaks earlier did so for another reason. */
const ranOut = ({ value, start, end, problems }: Pickle, { pickleOperations }: Limits): boolean =>
  value === undefined && end - start >= pickleOperations && problems.at(-1)?.code === 'resource-limit';

function tellUnsearched(
  contents: Contents,
  { start, end }: { start: number; end: number },
  { member, base }: { member?: string; base: number | undefined },
): void {
  contents.observations.push({
    kind: 'unread',
    code: 'resource-limit',
    message: `expected at most ${SEARCHED_BYTES} bytes and ${MOST_PLACES} beginnings of small pickles where the format explains nothing, found more in ${end - start} bytes`,
    ...(member !== undefined && { member }),
    ...(base !== undefined && { offset: base + start }),
  });
}

/** Random bytes rarely spell a name, and hardly ever use it. */
const importsNames = ({ globals, value, calls }: Pickle): boolean =>
  (value !== undefined || calls.length > 0) && [...globals.keys()].some(isPlausibleName);
