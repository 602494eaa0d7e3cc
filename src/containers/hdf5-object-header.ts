import { Cursor } from '../bytes/cursor.js';
import { FormatError } from '../bytes/format-error.js';
import { expectSignature, expectVersion, type Hdf5Bytes, readCount, takeCursor } from './hdf5-bytes.js';

/** Types of header messages that say something about contents (HDF5 File Format Specification IV.A.2). */
export const MESSAGE = {
  nil: 0x00,
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  oldFillValue: 0x04,
  fillValue: 0x05,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

/** A message of an object header, shared ones resolved. */
export interface HeaderMessage {
  type: number;
  flags: number;
  /** Its data, `base` being their file offset. */
  data: Cursor;
}

/** A group, a dataset or a committed datatype, as its header describes it. */
export interface ObjectHeader {
  address: number;
  messages: HeaderMessage[];
}

/** Messages of one object: attributes are the only ones that come in numbers, and dense storage takes over at 8. */
const MOST_MESSAGES = 100_000;
const MOST_BLOCKS = 10_000;
const SHARED = 0x02;

interface Block {
  address: number;
  length: number;
}

/** Reads the object header at an address with all its continuation blocks; references to shared messages are resolved. */
export async function readObjectHeader(bytes: Hdf5Bytes, address: number): Promise<ObjectHeader> {
  const header = await readMessages(bytes, address);
  for (const message of header.messages) {
    if ((message.flags & SHARED) === 0 || message.type === MESSAGE.attribute) continue;
    message.data = await resolveSharedMessage(bytes, message.type, message.data);
  }
  return header;
}

async function readMessages(bytes: Hdf5Bytes, address: number): Promise<ObjectHeader> {
  const start = await bytes.readUpTo(address, 4);
  const isNew = start.remaining === 4 && start.latin1(4) === 'OHDR';
  return isNew ? readNewHeader(bytes, address) : readOldHeader(bytes, address);
}

async function readOldHeader(bytes: Hdf5Bytes, address: number): Promise<ObjectHeader> {
  const prefix = await bytes.read(address, 16);
  expectVersion(prefix, 'an object header', [1]);
  prefix.skip(1 + 2 + 4);
  const header: ObjectHeader = { address, messages: [] };
  const blocks: Block[] = [{ address: address + 16, length: prefix.u32() }];
  for (let i = 0; i < blocks.length; i++) {
    const { address: at, length } = blocks[i] as Block;
    const block = await bytes.read(at, length);
    while (block.remaining >= 8) {
      const type = block.u16();
      const size = block.u16();
      const flags = block.u8();
      block.skip(3);
      addMessage(bytes, header, blocks, type, flags, takeCursor(block, size));
    }
  }
  return header;
}

async function readNewHeader(bytes: Hdf5Bytes, address: number): Promise<ObjectHeader> {
  const prefix = await bytes.readUpTo(address, 4 + 2 + 16 + 4 + 8);
  expectSignature(prefix, 'OHDR');
  expectVersion(prefix, 'an object header', [2]);
  const flags = prefix.u8();
  if (flags & 0x20) prefix.skip(16);
  if (flags & 0x10) prefix.skip(4);
  const length = readCount(prefix, 1 << (flags & 3));
  const header: ObjectHeader = { address, messages: [] };
  const blocks: Block[] = [{ address: address + prefix.position, length }];
  for (let i = 0; i < blocks.length; i++) {
    const { address: at, length: size } = blocks[i] as Block;
    let block = await bytes.read(at, size);
    if (i > 0) {
      expectSignature(block, 'OCHK');
      block = takeCursor(block, Math.max(0, block.remaining - 4));
    }
    readNewMessages(bytes, header, blocks, block, (flags & 0x04) !== 0);
  }
  return header;
}

/** A gap too small for a message may end the block. */
function readNewMessages(
  bytes: Hdf5Bytes,
  header: ObjectHeader,
  blocks: Block[],
  block: Cursor,
  ordered: boolean,
): void {
  while (block.remaining >= (ordered ? 6 : 4)) {
    const type = block.u8();
    const size = block.u16();
    const flags = block.u8();
    if (ordered) block.skip(2);
    addMessage(bytes, header, blocks, type, flags, takeCursor(block, size));
  }
}

function addMessage(
  bytes: Hdf5Bytes,
  header: ObjectHeader,
  blocks: Block[],
  type: number,
  flags: number,
  data: Cursor,
): void {
  if (type === MESSAGE.nil) return;
  if (type !== MESSAGE.continuation) {
    if (header.messages.length >= MOST_MESSAGES)
      throw new FormatError(
        'resource-limit',
        `expected at most ${MOST_MESSAGES} messages in one object header, found more`,
        data.offset,
      );
    header.messages.push({ type, flags, data });
    return;
  }
  const address = bytes.address(data);
  const length = bytes.length(data);
  if (address === null || length === null)
    throw new FormatError('invalid-structure', 'expected a continuation block, found no address', data.base);
  if (blocks.some((block) => block.address === address))
    throw new FormatError(
      'invalid-structure',
      'expected a new continuation block, found one that was read before',
      data.base,
    );
  if (blocks.length >= MOST_BLOCKS)
    throw new FormatError(
      'resource-limit',
      `expected at most ${MOST_BLOCKS} continuation blocks, found more`,
      data.base,
    );
  blocks.push({ address, length });
}

/** The message of type `type` in the object that a shared message points to (specification IV.A.2, "shared message"). */
export async function resolveSharedMessage(bytes: Hdf5Bytes, type: number, reference: Cursor): Promise<Cursor> {
  const version = expectVersion(reference, 'a shared message', [1, 2, 3]);
  const kind = reference.u8();
  if (version === 1) reference.skip(6);
  if (version === 3 && kind === 1)
    throw new FormatError(
      'unsupported',
      'expected a message in its own object, found one in the shared message heap',
      reference.base,
    );
  const address = bytes.address(reference);
  if (address === null)
    throw new FormatError('invalid-structure', 'expected the address of a shared message, found none', reference.base);
  // Read without following further references: a shared message that is shared again could go in circles.
  const target = await readMessages(bytes, address);
  const found = target.messages.find((message) => message.type === type);
  if (!found)
    throw new FormatError('invalid-structure', `expected a message of type ${type}, found none`, bytes.base + address);
  return new Cursor(found.data.bytes, found.data.base);
}
