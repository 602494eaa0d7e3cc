import type { Limits } from '../bytes/limits.js';
import { once } from '../bytes/once.js';
import { openRoot } from '../containers/flatbuffers.js';
import { windowedSource } from '../containers/windowed-source.js';
import { certain, NO, possible, type Recognition } from './format.js';
import { type Glimpse, has } from './glimpse.js';
import { latin1Head } from './head-text.js';
import { headKeys } from './json-glimpse.js';
import { beginsAsProtobuf, hasProtobufShape, type ProtobufShape } from './protobuf-shape.js';
import { mayBeZip, zipMembers } from './zip-recognition.js';

/** One way in which a format shows. All that is given must hold. */
export interface Signature {
  /** Bytes, as hexadecimal digits or as Latin-1 text, at an offset (negative: from the end). */
  hex?: string;
  text?: string;
  at?: number;
  /** Regular expression for the head as Latin-1, and what it says in words. */
  pattern?: string;
  says?: string;
  /** Keys of the outermost JSON object. */
  keys?: string[];
  /** Regular expressions of members of a zip. */
  members?: string[];
  /** Fields of a protobuf message; `closed`: no others. */
  fields?: ProtobufShape;
  closed?: boolean;
  /** A FlatBuffers table at the root. */
  flatbuffer?: true;
  /** Regular expressions of files beside it or below its folder. */
  beside?: string[];
  /** Regular expression of its own name. */
  name?: string;
  extensionOnly?: boolean;
  certainty?: 'possible';
}

/** Answers from the head, the tail and the name alone. */
type Look = (glimpse: Glimpse) => boolean;
/** Answers after a read. */
type Reading = (glimpse: Glimpse) => Promise<boolean>;

interface Compiled {
  looks: Look[];
  /** Made for the few that look right. */
  readings: () => Reading[];
  recognition: () => Recognition;
}

/** Signatures in the form in which they are asked, made once: the first that holds is the answer. */
export function compileSignatures(
  signatures: readonly Signature[],
  extensions: readonly string[],
): (glimpse: Glimpse, limits: Limits) => Recognition | Promise<Recognition> {
  const compiled = signatures.map((signature) => ({
    looks: looksOf(signature, extensions),
    readings: once(() => readingsOf(signature)),
    recognition: once(() => (signature.certainty === 'possible' ? possible : certain)(inWords(signature))),
  }));
  return (glimpse) => {
    // Nearly every answer is no, and known at once: waiting for a hundred of them takes longer than finding them.
    const open = compiled.filter(({ looks }) => looks.every((look) => look(glimpse)));
    return open.length === 0 ? NO : firstThatHolds(open, glimpse);
  };
}

/** First bytes of whatever has one of the signatures; null where one of them says nothing of it. */
export function firstBytesOf(signatures: readonly Signature[]): ReadonlySet<number> | null {
  const bytes = signatures.map((signature) => ((signature.at ?? 0) === 0 ? bytesOf(signature)?.[0] : undefined));
  return bytes.every((byte) => byte !== undefined) ? new Set(bytes) : null;
}

/** Bytes that a signature wants at its offset. */
const bytesOf = ({ hex, text }: Signature): Buffer | undefined =>
  hex !== undefined ? Buffer.from(hex, 'hex') : text !== undefined ? Buffer.from(text, 'latin1') : undefined;

async function firstThatHolds(compiled: readonly Compiled[], glimpse: Glimpse): Promise<Recognition> {
  for (const { readings, recognition } of compiled) if (await holds(readings(), glimpse)) return recognition();
  return NO;
}

async function holds(readings: readonly Reading[], glimpse: Glimpse): Promise<boolean> {
  for (const reading of readings) if (!(await reading(glimpse))) return false;
  return true;
}

function looksOf(signature: Signature, extensions: readonly string[]): Look[] {
  const { at = 0, pattern, keys, members, fields, closed, flatbuffer, name } = signature;
  const tests: Look[] = [];
  if (signature.extensionOnly) tests.push(({ extension }) => extensions.includes(extension));
  if (name !== undefined) {
    const expression = once(() => new RegExp(name, 'u'));
    tests.push(({ path }) => expression().test(path.slice(path.lastIndexOf('/') + 1)));
  }
  const found = bytesOf(signature);
  const bytes = found && [...found];
  if (bytes !== undefined)
    tests.push(({ head, tail }) => (at < 0 ? has(tail, bytes, tail.length + at) : has(head, bytes, at)));
  if (pattern !== undefined) {
    const expression = once(() => new RegExp(pattern));
    tests.push(({ head }) => expression().test(latin1Head(head)));
  }
  if (keys) tests.push((glimpse) => keys.every((key) => headKeys(glimpse)?.includes(key)));
  if (members) tests.push(mayBeZip);
  if (flatbuffer) tests.push(({ size }) => size >= 12);
  if (fields) tests.push((glimpse) => beginsAsProtobuf(glimpse, fields, closed ?? false));
  return tests;
}

function readingsOf({ members, fields, closed, flatbuffer, beside }: Signature): Reading[] {
  const tests: Reading[] = [];
  if (members) {
    const expressions = members.map((member) => new RegExp(member, 'u'));
    tests.push(async (glimpse) => {
      const found = await zipMembers(glimpse);
      return found !== null && expressions.every((expression) => found.some((member) => expression.test(member.name)));
    });
  }
  if (beside) {
    const expressions = beside.map((file) => new RegExp(file, 'u'));
    tests.push(async (glimpse) => {
      const files = await glimpse.companions();
      return expressions.every((expression) => files.some((file) => expression.test(file)));
    });
  }
  if (flatbuffer) tests.push(({ source }) => hasRoot(source));
  if (fields) tests.push(({ source }) => hasProtobufShape(source, fields, closed ?? false));
  return tests;
}

/** A table whose fields lie inside of the buffer. Rejects with FormatError otherwise, which is a no. */
async function hasRoot(source: Glimpse['source']): Promise<boolean> {
  const root = await openRoot(windowedSource(source));
  return root.position > 4;
}

/** A signature in words. */
export function inWords(signature: Signature): string {
  const { hex, text, at = 0, pattern, says, keys, members, fields, flatbuffer, beside, name } = signature;
  const where = at < 0 ? `${-at} bytes before the end` : `at ${at}`;
  const parts: string[] = [];
  if (hex !== undefined) parts.push(`bytes ${(hex.toUpperCase().match(/../g) ?? []).join(' ')} ${where}`);
  else if (text !== undefined) parts.push(`${JSON.stringify(text)} ${where}`);
  else if (says === undefined && pattern !== undefined) parts.push(`text like ${pattern}`);
  if (says !== undefined) parts.push(says);
  if (keys) parts.push(`JSON with ${keys.join(', ')}`);
  if (members) parts.push(`zip with ${members.map(plain).join(', ')}`);
  if (flatbuffer) parts.push('a FlatBuffers table');
  if (fields && says === undefined) parts.push(`a protobuf message with the fields ${fieldList(fields)}`);
  if (beside) parts.push(`beside ${beside.map(plain).join(', ')}`);
  if (name !== undefined) parts.push(`named ${plain(name)}`);
  if (signature.extensionOnly) parts.push('with its extension');
  return parts.join(', ');
}

/** A pattern of names as people read it. */
const plain = (pattern: string): string =>
  pattern
    .replace(/^\^|\$$/g, '')
    .replace(/\\([.$^])/g, '$1')
    .replace(/\[\^\/\]\+|\.\+/g, '*');

const fieldList = (fields: ProtobufShape): string =>
  Object.keys(fields)
    .map((key) => key.replace('?', ''))
    .join(', ');
