import { crc32, deflateRawSync } from 'node:zlib';

/** A member for tests, honest unless told otherwise. */
export interface Entry {
  name: string | Uint8Array;
  data: string | Uint8Array;
  deflate?: boolean;
  flags?: number;
  mode?: number;
  /** Declared size, where it is not that of the data. */
  size?: number;
  /** Extra field and comment in the directory, extra field of the local header. */
  extra?: Buffer;
  comment?: Buffer;
  localExtra?: Buffer;
}

const NOTHING = Buffer.alloc(0);

/** Writes a zip as plainly as the format allows, so that tests can see and spoil every field. */
export function zipOf(
  entries: readonly Entry[],
  options: { comment?: string | Uint8Array; zip64?: boolean } = {},
): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name as string);
    const data = Buffer.from(entry.data as string);
    const stored = entry.deflate ? deflateRawSync(data) : data;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(entry.flags ?? 0, 2);
    fields.writeUInt16LE(entry.deflate ? 8 : 0, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(stored.length, 14);
    fields.writeUInt32LE(entry.size ?? data.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const { extra = NOTHING, comment = NOTHING, localExtra = NOTHING } = entry;
    const local = Buffer.from(fields);
    local.writeUInt16LE(localExtra.length, 24);
    locals.push(Buffer.from('PK\x03\x04'), local, name, localExtra, stored);
    fields.writeUInt16LE(extra.length, 24);
    const rest = Buffer.alloc(14);
    rest.writeUInt16LE(comment.length, 0);
    rest.writeUInt32LE(((entry.mode ?? 0) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    const host = entry.mode === undefined ? 0 : 3;
    central.push(Buffer.from('PK\x01\x02'), Buffer.from([20, host]), fields, rest, name, extra, comment);
    offset += 30 + name.length + localExtra.length + stored.length;
  }
  const directory = Buffer.concat(central);
  return Buffer.concat([
    ...locals,
    directory,
    ...(options.zip64 ? end64(entries.length, directory.length, offset) : []),
    end(entries.length, directory.length, offset, options),
  ]);
}

function end64(entries: number, size: number, offset: number): Buffer[] {
  const record = Buffer.alloc(56);
  record.write('PK\x06\x06');
  record.writeBigUInt64LE(44n, 4);
  for (const [at, value] of [
    [24, entries],
    [32, entries],
    [40, size],
    [48, offset],
  ] as const)
    record.writeBigUInt64LE(BigInt(value), at);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07');
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return [record, locator];
}

function end(
  entries: number,
  size: number,
  offset: number,
  { comment = '', zip64 = false }: { comment?: string | Uint8Array; zip64?: boolean },
): Buffer {
  const text = Buffer.from(comment as string);
  const record = Buffer.alloc(22);
  record.write('PK\x05\x06');
  record.writeUInt16LE(zip64 ? 0xffff : entries, 8);
  record.writeUInt16LE(zip64 ? 0xffff : entries, 10);
  record.writeUInt32LE(zip64 ? 0xffffffff : size, 12);
  record.writeUInt32LE(zip64 ? 0xffffffff : offset, 16);
  record.writeUInt16LE(text.length, 20);
  return Buffer.concat([record, text]);
}
