import type { Limits } from '../bytes/limits.js';
import { type ByteSource, subSource } from '../bytes/source.js';
import { type Pickle, readPickles } from '../containers/pickle.js';
import type { Contents } from './format.js';
import { addPickle } from './pickle-contents.js';
import { isPlausibleName } from './pickle-recognition.js';

/** Bytes of a gap that are searched. */
const SEARCHED_BYTES = 1 << 20;
/** Places tried in one gap: each is read as a pickle until it breaks. */
const MOST_PLACES = 64;
/** Operations of a pickle that does not begin where the bytes do. */
const MOST_OPERATIONS = 1_000_000;
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
  const { start, end } = range;
  const read = await source.read(start, Math.min(end, start + SEARCHED_BYTES));
  if (read.every((byte) => byte === 0)) return;
  const text = Buffer.from(read.buffer, read.byteOffset, read.byteLength).toString('latin1');
  let behind = start;
  for (const place of [0, ...[...text.matchAll(BEGINNING)].slice(0, MOST_PLACES).map(({ index }) => index)]) {
    const at = start + place;
    if (at < behind) continue;
    const bounded = place === 0 ? limits : { ...limits, pickleOperations: MOST_OPERATIONS };
    for (const pickle of await readPickles(subSource(source, at, end), 0, { limits: bounded })) {
      if (!importsNames(pickle)) break;
      behind = at + pickle.end;
      const base = where.base === undefined ? undefined : where.base + at;
      addPickle(contents, { ...pickle, problems: [] }, { ...where, base });
    }
  }
}

/** Random bytes rarely spell a name, and hardly ever use it. */
const importsNames = ({ globals, value, calls }: Pickle): boolean =>
  (value !== undefined || calls.length > 0) && [...globals.keys()].some(isPlausibleName);
