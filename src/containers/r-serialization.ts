import { FormatError } from '../bytes/format-error.js';
import type { ByteSource } from '../bytes/source.js';
import { RInput } from './r-serialization-input.js';
import { newReading } from './r-serialization-items.js';
import type { RObject } from './r-serialization-objects.js';
import type { Reading, Step } from './r-serialization-reading.js';

export * from './r-serialization-objects.js';

/** What the header of a serialization says. */
export interface RHeader {
  /** `RDX3`, `RDA2` … of a workspace; null of a single object. */
  magic: string | null;
  encoding: 'xdr' | 'native-little-endian' | 'native-big-endian' | 'ascii';
  version: number;
  /** R that wrote it, `4.2.2`. */
  writer: string;
  /** Oldest R that can read it. */
  reader: string;
  /** Encoding of texts that are marked as native; only since version 3. */
  nativeEncoding: string | null;
}

export interface RSerialization {
  header: RHeader;
  value: RObject;
  /** Bytes behind the value that nothing explains. */
  trailing: number;
  /** For reading values later. */
  input: { source: ByteSource; encoding: RInput['encoding']; latin1: boolean };
}

/** Nesting of items: a formula of n terms is n calls deep. */
const MOST_DEPTH = 100_000;

/** True where bytes begin as a serialization of one object does. */
export function isSerialization(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, 16)).toString('latin1');
  return (
    /^X\n\0\0\0[\x02\x03]\0/.test(text) ||
    /^B\n(?:[\x02\x03]\0\0\0|\0\0\0[\x02\x03])/.test(text) ||
    /^A\n[23]\n\d+\n/.test(text)
  );
}

/** Magic of a workspace, `RDX3`; null where the bytes are none. */
export const workspaceMagic = (head: Uint8Array): string | null =>
  /^(RD[ABX][123])\n/.exec(Buffer.from(head.subarray(0, 5)).toString('latin1'))?.[1] ?? null;

/** Reads a whole serialization: one object (RDS), or the pairlist of a workspace (RData). */
export async function readSerialization(source: ByteSource): Promise<RSerialization> {
  const input = new RInput(source);
  await input.fill();
  const header = readHeader(input, await source.read(0, Math.min(5, source.size)));
  const latin1 = /^(?:iso-?8859-?1|latin-?1|cp1252|windows-1252)$/i.test(header.nativeEncoding ?? '');
  const reading = newReading(input, latin1);
  const value = await run(reading.item(), reading);
  await input.fill();
  const trailing = input.isFinished() ? 0 : source.size - input.offset;
  return { header, value, trailing, input: { source, encoding: input.encoding, latin1 } };
}

function readHeader(input: RInput, head: Uint8Array): RHeader {
  const magic = workspaceMagic(head);
  if (magic?.endsWith('1'))
    throw new FormatError('unsupported', `expected a workspace of version 2 or 3, found ${magic}`, 0);
  if (magic !== null) input.moveTo(5);
  const mark = Buffer.from(input.bytes(2)).toString('latin1');
  if (!/^[XAB]\n$/.test(mark))
    throw new FormatError(
      'invalid-structure',
      `expected "X", "A" or "B" and a line feed, found ${JSON.stringify(mark)}`,
      input.offset - 2,
    );
  input.encoding = mark === 'A\n' ? 'ascii' : mark === 'B\n' ? 'little-endian' : 'xdr';
  const version = readVersion(input);
  const encoding =
    mark === 'A\n'
      ? 'ascii'
      : mark === 'X\n'
        ? 'xdr'
        : input.encoding === 'xdr'
          ? 'native-big-endian'
          : 'native-little-endian';
  const writer = versionText(input.int());
  const reader = versionText(input.int());
  const nativeEncoding = version === 3 ? Buffer.from(input.bytes(input.int())).toString('latin1') : null;
  return { magic, encoding, version, writer, reader, nativeEncoding };
}

/** Native bytes come from either kind of machine; the version tells from which. */
function readVersion(input: RInput): number {
  const at = input.offset;
  let version = input.int();
  if (input.encoding === 'little-endian' && (version === 0x02000000 || version === 0x03000000)) {
    version >>= 24;
    input.encoding = 'xdr';
  }
  if (version !== 2 && version !== 3)
    throw new FormatError('unsupported', `expected a serialization of version 2 or 3, found ${version}`, at);
  return version;
}

const versionText = (value: number): string => `${value >>> 16}.${(value >>> 8) & 255}.${value & 255}`;

/** Runs a reader: what it yields is either another reader, whose result it gets, or a number of bytes that it needs. */
async function run(first: Step<RObject>, { input }: Reading): Promise<RObject> {
  const stack: Step<RObject>[] = [first];
  let result: RObject | undefined;
  for (;;) {
    const top = stack[stack.length - 1] as Step<RObject>;
    const { done, value } = top.next(result as RObject);
    result = undefined;
    if (done) {
      stack.pop();
      if (stack.length === 0) return value;
      result = value;
    } else if (typeof value === 'number') await input.fill(value);
    else {
      if (stack.length >= MOST_DEPTH)
        throw new FormatError(
          'resource-limit',
          `expected items nested at most ${MOST_DEPTH} deep, found more`,
          input.offset,
        );
      stack.push(value);
    }
  }
}
