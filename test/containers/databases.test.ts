import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/bytes/format-error.js';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { memorySource } from '../../src/bytes/source.js';
import { crc32c, maskCrc32c } from '../../src/containers/crc32c.js';
import { readEntry, readOcdbt } from '../../src/containers/ocdbt.js';
import { varintField } from '../../src/containers/protobuf-writer.js';
import { decodeSnappy } from '../../src/containers/snappy.js';
import { readTable } from '../../src/containers/sstable.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'neutral');
const codeOf = (run: () => unknown): Promise<string> =>
  Promise.resolve()
    .then(run)
    .then(
      () => 'none',
      (error) => (error instanceof FormatError ? error.code : Promise.reject(error)),
    );
const varint = (value: number): Buffer => varintField(0, value).subarray(1);
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

describe('CRC-32C', () => {
  it('gives the values of RFC 3720', () => {
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
    expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  });

  it('goes on where it stopped', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) =>
        expect(crc32c(b, crc32c(a))).toBe(crc32c(Buffer.concat([a, b]))),
      ),
    );
  });
});

describe('Snappy', () => {
  const literal = (bytes: Uint8Array): Buffer =>
    bytes.length <= 60
      ? Buffer.concat([Buffer.from([(bytes.length - 1) << 2]), bytes])
      : Buffer.concat([Buffer.from([60 << 2, bytes.length - 1]), bytes]);

  it('reads literals of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 256 }), (bytes) => {
        expect(Buffer.from(decodeSnappy(Buffer.concat([varint(bytes.length), literal(bytes)]), 1000))).toEqual(
          Buffer.from(bytes),
        );
      }),
    );
  });

  it('reads copies of each kind, also such that overlap what they write', () => {
    const near = Buffer.concat([varint(10), literal(Buffer.from('ab')), Buffer.from([((8 - 4) << 2) | 1, 2])]);
    const far = Buffer.concat([varint(10), literal(Buffer.from('ab')), Buffer.from([((8 - 1) << 2) | 2, 2, 0])]);
    const farther = Buffer.concat([
      varint(10),
      literal(Buffer.from('ab')),
      Buffer.from([((8 - 1) << 2) | 3, 2, 0, 0, 0]),
    ]);
    for (const bytes of [near, far, farther])
      expect(Buffer.from(decodeSnappy(bytes, 100)).toString()).toBe('ababababab');
  });

  it.each([
    ['more than the limit', Buffer.concat([varint(1000)]), 'resource-limit'],
    [
      'a copy from before the beginning',
      Buffer.concat([varint(9), literal(Buffer.from('ab')), Buffer.from([1, 9])]),
      'invalid-structure',
    ],
    ['more than was declared', Buffer.concat([varint(1), literal(Buffer.from('ab'))]), 'invalid-structure'],
    ['less than was declared', Buffer.concat([varint(9), literal(Buffer.from('ab'))]), 'truncated'],
    ['a literal cut off', Buffer.concat([varint(9), Buffer.from([8 << 2, 1])]), 'truncated'],
    ['a length without end', Buffer.alloc(9, 0xff), 'invalid-structure'],
  ])('rejects %s', async (_what, bytes, code) => {
    expect(await codeOf(() => decodeSnappy(bytes, 100))).toBe(code);
  });
});

describe('LevelDB table', () => {
  /** A table of one data block, its keys without shared prefixes. */
  function table(entries: [string, string][], compress = false): Buffer {
    const block = (rows: [Buffer, Buffer][]) =>
      Buffer.concat([
        ...rows.flatMap(([key, value]) => [varint(0), varint(key.length), varint(value.length), key, value]),
        u32(0),
        u32(1),
      ]);
    const parts: Buffer[] = [];
    let at = 0;
    const write = (content: Buffer, kind: 0 | 1): Buffer => {
      const stored =
        kind === 0
          ? content
          : Buffer.concat([
              varint(content.length),
              Buffer.from([61 << 2, (content.length - 1) & 0xff, (content.length - 1) >> 8]),
              content,
            ]);
      const typed = Buffer.concat([stored, Buffer.from([kind])]);
      const handle = Buffer.concat([varint(at), varint(stored.length)]);
      parts.push(typed, u32(maskCrc32c(crc32c(typed))));
      at += typed.length + 4;
      return handle;
    };
    const data = write(block(entries.map(([key, value]) => [Buffer.from(key), Buffer.from(value)])), compress ? 1 : 0);
    const meta = write(block([]), 0);
    const index = write(block([[Buffer.from('~'), data]]), 0);
    const footer = Buffer.alloc(48);
    Buffer.concat([meta, index]).copy(footer);
    Buffer.from('57fb808b247547db', 'hex').copy(footer, 40);
    return Buffer.concat([...parts, footer]);
  }
  const read = async (bytes: Buffer) => {
    const rows: [string, string][] = [];
    for await (const { key, value } of readTable(memorySource(bytes), DEFAULT_LIMITS))
      rows.push([Buffer.from(key).toString(), Buffer.from(value).toString()]);
    return rows;
  };

  it('reads every entry that was written, compressed or not', async () => {
    const rows = fc.array(fc.tuple(fc.string({ maxLength: 20 }), fc.string({ maxLength: 40 })), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(rows, fc.boolean(), async (entries, compress) => {
        expect(await read(table(entries, compress))).toEqual(
          entries.map(([key, value]) => [Buffer.from(key).toString(), Buffer.from(value).toString()]),
        );
      }),
    );
  });

  it('notices every flipped bit', async () => {
    const bytes = table([['key', 'value']]);
    for (let bit = 0; bit < 8 * (bytes.length - 48); bit++) {
      const copy = Buffer.from(bytes);
      copy[bit >> 3]! ^= 1 << (bit & 7);
      expect(await codeOf(() => read(copy))).not.toBe('none');
    }
  });

  it('rejects a file that ends too early', async () => {
    expect(await codeOf(() => read(table([]).subarray(0, -1)))).toBe('truncated');
    expect(await codeOf(() => read(Buffer.alloc(10)))).toBe('truncated');
  });
});

describe('OCDBT', () => {
  const folder = join(fixtures, 'orbax-ocdbt', 'ckpt');
  const open = (path: string) => Promise.resolve(memorySource(readFileSync(join(folder, path))));
  const manifest = readFileSync(join(folder, 'manifest.ocdbt'));
  const keys = async (bytes: Buffer) => {
    const found: string[] = [];
    for await (const entry of readOcdbt(memorySource(bytes), open, DEFAULT_LIMITS)) found.push(entry.key);
    return found;
  };

  it('reads keys in order and values inside of nodes', async () => {
    expect(await keys(manifest)).toEqual([
      'params.b/.zarray',
      'params.b/0',
      'params.w/.zarray',
      'params.w/0.0',
      'step/.zarray',
      'step/0',
    ]);
    for await (const entry of readOcdbt(memorySource(manifest), open, DEFAULT_LIMITS)) {
      if (entry.key.endsWith('.zarray'))
        expect(JSON.parse(Buffer.from(await readEntry(entry, open)).toString())).toMatchObject({ zarr_format: 2 });
    }
  });

  it('notices every flipped byte of the manifest', async () => {
    for (let at = 0; at < manifest.length; at++) {
      const copy = Buffer.from(manifest);
      copy[at]! ^= 0x55;
      expect(await codeOf(() => keys(copy))).not.toBe('none');
    }
  });

  it('reports a data file that is missing', async () => {
    const nothing = async () => {
      for await (const _ of readOcdbt(memorySource(manifest), async () => null, DEFAULT_LIMITS));
    };
    expect(await codeOf(nothing)).toBe('truncated');
  });
});
