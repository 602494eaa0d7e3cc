import type { Limits } from '../bytes/limits.js';
import { oncePer } from '../bytes/once-per.js';
import { type ByteSource, memorySource } from '../bytes/source.js';
import { eachPickle, type Pickle } from '../containers/pickle.js';
import { LAYOUTS, OPENING } from '../containers/pickle-opcodes.js';
import { certain, NO, possible, type Recognition } from './format.js';
import type { Glimpse } from './glimpse.js';

const PROTO = 0x80;
const NEWEST_PROTOCOL = 5;
/** Bytes that are tried as opcodes where no protocol byte tells. */
const TRIED_BYTES = 1 << 16;
/** Pickles tried behind each other. */
const MOST_TRIED = 10_000;
/** Names that people give to pickles alone. */
const PICKLE_EXTENSIONS: ReadonlySet<string> = new Set(['.pkl', '.pickle', '.p', '.dill', '.cloudpickle', '.joblib']);
/** A name as people write it in any script; random bytes rarely spell one. */
const PLAUSIBLE_NAME = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_<][\p{L}\p{N}_<>]*)+$/u;

/** False where the first bytes alone show that it is none. */
export const mayBePickle = (head: Uint8Array): boolean => OPENING.has(head[0] as number) && !looksLikeMarkup(head);

const recognized = new WeakMap<Glimpse, Recognition | Promise<Recognition>>();

/**
 * Recognizes a pickle by its protocol byte, or, for protocols 0 and 1 which have none, by what its first bytes do:
 * a whole file that is one pickle, or bytes that import names. Tried once, since several formats ask.
 */
export function recognizePickle(glimpse: Glimpse, limits: Limits): Recognition | Promise<Recognition> {
  const recognition = recognized.get(glimpse) ?? tryAsPickle(glimpse, limits);
  recognized.set(glimpse, recognition);
  return recognition;
}

function tryAsPickle(glimpse: Glimpse, limits: Limits): Recognition | Promise<Recognition> {
  const { head, size } = glimpse;
  if (size < 3 || !mayBePickle(head)) return NO;
  if (head[0] !== PROTO) return tryOpcodes(glimpse, limits);
  const isPickle = (head[1] as number) <= NEWEST_PROTOCOL && LAYOUTS[head[2] as number] !== undefined;
  return isPickle ? certain(`pickle protocol ${head[1]} at 0`) : NO;
}

async function tryOpcodes({ extension, size, source }: Glimpse, limits: Limits): Promise<Recognition> {
  const tried = await source.read(0, Math.min(size, TRIED_BYTES));
  const pickles: Pickle[] = [];
  for await (const pickle of eachPickle(memorySource(tried), { limits, arrays: false })) {
    pickles.push(pickle);
    // What comes first may be a number alone, with a payload behind it.
    if (pickle.globals.size > 0 || pickles.length >= MOST_TRIED) break;
  }
  return judge(pickles, size, tried.length, PICKLE_EXTENSIONS.has(extension));
}

function judge(pickles: readonly Pickle[], size: number, tried: number, isNamedPickle: boolean): Recognition {
  const basis = 'opcodes of pickle protocol 0 or 1 at 0';
  const pickle = pickles.at(-1);
  if (pickle === undefined) return NO;
  const imports = [...pickle.globals.keys()].some((name) => PLAUSIBLE_NAME.test(name));
  if (pickle.value !== undefined) return pickle.end === size || imports ? certain(basis) : NO;
  if (imports && pickle.calls.length > 0) return certain(basis);
  const distinct = pickle.opcodes.reduce((sum, seen) => sum + seen, 0);
  const isCut = pickle.problems.at(-1)?.code === 'truncated';
  // A list of words reads as an import and a cut string as well; it has another name.
  if (isCut && imports && (distinct >= 4 || isNamedPickle)) return possible(basis);
  if (isCut && distinct >= 4 && size > tried) return possible(basis);
  return NO;
}

/** JSON, XML, zip and most text begin with bytes that no pickle begins with, or that a machine would misread at length. */
const looksLikeMarkup = (head: Uint8Array): boolean =>
  head[0] === 0x7b || head[0] === 0x3c || head[0] === 0x5b || (head[0] === 0x50 && head[1] === 0x4b);

/** True for names that are surely names, not bytes of something else. */
export const isPlausibleName = (name: string): boolean => PLAUSIBLE_NAME.test(name);

/** Bytes searched for the name of a module: class names stand before the values they make. */
const SEARCHED_BYTES = 1 << 18;
/** Read once, since several formats search the same file. */
const beginningOf = oncePer((source: ByteSource) => source.read(0, Math.min(source.size, SEARCHED_BYTES)));

/** True where the beginning of the file has all texts. */
export async function beginsWithTexts({ source }: Pick<Glimpse, 'source'>, ...texts: string[]): Promise<boolean> {
  const read = await beginningOf(source);
  const bytes = Buffer.from(read.buffer, read.byteOffset, read.byteLength);
  return texts.every((text) => bytes.includes(text, 0, 'latin1'));
}
