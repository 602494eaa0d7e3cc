import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

/** A member of a zip made by other hands; every field may lie. */
export interface Member {
  name: string;
  bytes: Buffer;
  /** Deflated content. */
  packed?: Buffer;
  /** Declared size. */
  size?: number;
  mode?: number;
  /** Bytes of the name in the header, as in Latin-1; the Unicode field has `name` then. */
  header?: string;
  /** Name in a Unicode field that the local header has and the directory has not. */
  local?: string;
  /** General purpose flags, of both headers. */
  flags?: number;
  /** Of the local header alone. */
  localFlags?: number;
  /** Data descriptor; the local header says nothing of CRC and sizes then. */
  descriptor?: Buffer;
  disk?: number;
  /** Both sizes in the local header. */
  localSize?: number;
  /** Extra fields of the local header. */
  localExtra?: Buffer;
}

export const digest = (algorithm: string, bytes: Buffer | string): string =>
  createHash(algorithm).update(bytes).digest('hex');

/** A zip without data descriptors but those given, and with names in the order given, written independently of our writer. */
export function zipOf(members: readonly Member[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const { name, bytes, packed, size = bytes.length, mode = 0o100644, header, local: own } = member;
    const { descriptor, disk = 0, flags = (header === undefined ? 0x800 : 0) | (descriptor ? 8 : 0) } = member;
    const encoded = header === undefined ? Buffer.from(name) : Buffer.from(header, 'latin1');
    const extra = header === undefined ? Buffer.alloc(0) : unicodePath(encoded, name);
    const ownExtra = member.localExtra ?? (own === undefined ? extra : unicodePath(encoded, own));
    const content = packed ?? bytes;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(packed ? 8 : 0, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(content.length, 14);
    fields.writeUInt32LE(size, 18);
    fields.writeUInt16LE(encoded.length, 22);
    fields.writeUInt16LE(extra.length, 24);
    const ownFields = Buffer.from(fields);
    ownFields.writeUInt16LE(ownExtra.length, 24);
    ownFields.writeUInt16LE(member.localFlags ?? flags, 2);
    if (descriptor) ownFields.fill(0, 10, 22);
    if (member.localSize !== undefined) for (const at of [14, 18]) ownFields.writeUInt32LE(member.localSize, at);
    const local = Buffer.concat([
      Buffer.from('PK\x03\x04'),
      ownFields,
      encoded,
      ownExtra,
      content,
      descriptor ?? Buffer.alloc(0),
    ]);
    const tail = Buffer.alloc(14);
    tail.writeUInt16LE(disk, 2);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), fields, tail, encoded, extra]));
    parts.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, entries, end]);
}

/** APPNOTE 4.6.9 */
function unicodePath(header: Buffer, name: string): Buffer {
  const field = Buffer.alloc(9);
  field.writeUInt16LE(0x7075, 0);
  field.writeUInt16LE(5 + Buffer.byteLength(name), 2);
  field.writeUInt8(1, 4);
  field.writeUInt32LE(crc32(header), 5);
  return Buffer.concat([field, Buffer.from(name)]);
}

export interface ForeignOptions {
  algorithms?: string[];
  version?: string;
  /** Top folder with a trailing slash. */
  top?: string;
  deflate?: boolean;
  newline?: string;
  /** Without tag manifests and bag-info.txt. */
  bare?: boolean;
  payload?: Record<string, string>;
  /** Listed in manifests and fetch.txt, not there. */
  fetch?: Record<string, string>;
}

const PAYLOAD = { 'data/one.txt': 'one', 'data/two.txt': 'two' };

/** A sound bag as other tools write them. */
export function foreignBag(options: ForeignOptions = {}): Member[] {
  const { algorithms = ['sha256'], version = '1.0', top = '', newline = '\n', payload = PAYLOAD, fetch = {} } = options;
  const encode = (path: string): string =>
    path.replace(/[%\r\n]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
  const manifest = (algorithm: string, files: Record<string, string>): string =>
    Object.entries(files)
      .map(([path, text]) => `${digest(algorithm, text)}  ${encode(path)}${newline}`)
      .join('');
  const tags: Record<string, string> = {
    'bagit.txt': `BagIt-Version: ${version}${newline}Tag-File-Character-Encoding: UTF-8${newline}`,
  };
  const listed = { ...payload, ...Object.fromEntries(Object.keys(fetch).map((path) => [path, 'far'])) };
  for (const algorithm of algorithms) tags[`manifest-${algorithm}.txt`] = manifest(algorithm, listed);
  if (Object.keys(fetch).length > 0)
    tags['fetch.txt'] = Object.entries(fetch)
      .map(([path, url]) => `${url} 3 ${encode(path)}${newline}`)
      .join('');
  if (!options.bare) {
    const sizes = Object.values(listed).map((text) => Buffer.byteLength(text));
    tags['bag-info.txt'] =
      `Payload-Oxum: ${sizes.reduce((a, b) => a + b, 0)}.${sizes.length}${newline}Note: long${newline}  folded${newline}`;
    const before = { ...tags };
    for (const algorithm of algorithms) tags[`tagmanifest-${algorithm}.txt`] = manifest(algorithm, before);
  }
  return Object.entries({ ...tags, ...payload }).map(([name, text]) => {
    const bytes = Buffer.from(text);
    return { name: `${top}${name}`, bytes, ...(options.deflate ? { packed: deflateRawSync(bytes) } : {}) };
  });
}

/** Writes members as files. */
export async function writeFolder(root: string, members: readonly Member[]): Promise<void> {
  for (const { name, bytes } of members) {
    await mkdir(join(root, dirname(name)), { recursive: true });
    await writeFile(join(root, name), bytes);
  }
}
