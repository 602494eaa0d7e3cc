import { createHash } from 'node:crypto';
import { mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openFile } from '../../src/bytes/file-source.js';
import { type Passed, type PassOptions, pass, passChunks, SHORT_BYTES } from '../../src/bytes/pass.js';
import { SLOT_BYTES } from '../../src/bytes/slots.js';
import { type ByteSource, memorySource, subSource } from '../../src/bytes/source.js';
import { type Thread, takeThread, threadCount } from '../../src/bytes/threads.js';
import { thoroughly } from '../thorough.js';

/** Bytes that no shift or swap of chunks leaves alike. */
const content = (length: number): Buffer => {
  const bytes = Buffer.alloc(length + 4);
  for (let at = 0; at < length; at += 4093) bytes.writeUInt32LE((at * 2654435761) >>> 0, at);
  return bytes.subarray(0, length);
};
const digest = (algorithm: string, bytes: Buffer): string => createHash(algorithm).update(bytes).digest('hex');

async function* inPieces(bytes: Buffer, piece: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}

/** Everything that passing can do, by both ways. */
const ways: [string, (bytes: Buffer, options: PassOptions) => Promise<Passed>][] = [
  ['a source', (bytes, options) => pass(memorySource(bytes), options)],
  [
    'a range',
    (bytes, options) =>
      pass(subSource(memorySource(Buffer.concat([Buffer.from('no'), bytes])), 2, 2 + bytes.length), options),
  ],
  ['chunks', (bytes, options) => passChunks(inPieces(bytes, 300_001), options)],
  ['a file', (bytes, options) => inFile(bytes, (source) => pass(source, options))],
  [
    'a range of a file',
    (bytes, options) =>
      inFile(Buffer.concat([Buffer.from('no'), bytes]), (source) =>
        pass(subSource(source, 2, 2 + bytes.length), options),
      ),
  ],
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modelbag-pass-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function inFile<T>(bytes: Buffer, use: (source: ByteSource) => Promise<T>): Promise<T> {
  await writeFile(join(folder, 'content'), bytes);
  const source = await openFile(join(folder, 'content'));
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

describe.each(ways)('passing %s', (_, passing) => {
  it.each([0, 1, 4096, SHORT_BYTES, SHORT_BYTES + 1, SLOT_BYTES, SLOT_BYTES + 1, 5 * SLOT_BYTES + 4321])(
    'digests, checks and writes %i bytes',
    async (length) => {
      const bytes = content(length);
      const copy = Buffer.alloc(length);
      let advanced = 0;
      const passed = await passing(bytes, {
        algorithms: ['sha256', 'md5', 'sha512'],
        crc: true,
        write: async (part, at) => void part.copy(copy, at),
        advance: (count) => {
          advanced += count;
        },
      });
      expect(passed).toEqual({
        digests: { sha256: digest('sha256', bytes), md5: digest('md5', bytes), sha512: digest('sha512', bytes) },
        crc32: crc32(bytes),
        length,
      });
      expect(copy.equals(bytes)).toBe(true);
      expect(advanced).toBe(length);
    },
  );

  it('throws what a write throws, and gives the memory back', async () => {
    const bytes = content(16 * SLOT_BYTES);
    for (let i = 0; i < 2; i++) {
      let calls = 0;
      const write = async (): Promise<void> => {
        if (++calls > 2) throw new Error('disk full');
      };
      await expect(passing(bytes, { algorithms: ['sha256'], write })).rejects.toThrow('disk full');
      expect(calls).toBeLessThan(16);
    }
    const whole = await passing(bytes, { algorithms: ['sha256'] });
    expect(whole.digests.sha256).toBe(digest('sha256', bytes));
  });
});

/** Lengths around the places where threads share their work. */
const MIB = 2 ** 20;
describe('passing a file into another one', () => {
  const into = async (length: number, flags: string): Promise<{ passed: Passed; copy: Buffer }> => {
    const handle = await open(join(folder, 'copy'), flags);
    try {
      const place = { descriptor: handle.fd, start: 3 };
      const write = (): Promise<void> => Promise.reject(new Error('expected a thread to write'));
      const passed = await inFile(Buffer.concat([Buffer.from('no'), content(length)]), (source) =>
        pass(subSource(source, 2, 2 + length), { algorithms: ['sha256'], crc: true, write, into: place }),
      );
      return { passed, copy: (await readFile(join(folder, 'copy'))).subarray(3) };
    } finally {
      await handle.close();
    }
  };

  it.each([8 * MIB, SHORT_BYTES + 1, MIB, 3 * MIB + 5, 8 * MIB - 1, 10 * MIB, 11 * MIB + 70_001])(
    'digests and checks %i bytes as they are written',
    async (length) => {
      const bytes = content(length);
      const { passed, copy } = await into(length, 'w+');
      expect(passed).toEqual({ digests: { sha256: digest('sha256', bytes) }, crc32: crc32(bytes), length });
      expect(copy.equals(bytes)).toBe(true);
    },
  );

  it.each([MIB, 9 * MIB])('throws what writing %i bytes throws', async (length) => {
    await expect(into(length, 'r')).rejects.toMatchObject({ code: 'EBADF' });
    expect((await into(length, 'w+')).passed.digests.sha256).toBe(digest('sha256', content(length)));
  });

  it('tells a file that shrinks while it is copied', async () => {
    const handle = await open(join(folder, 'copy'), 'w+');
    const shrunk = inFile(content(12 * MIB), async (source) => {
      await truncate(join(folder, 'content'), 7 * MIB);
      return pass(source, { algorithms: ['sha256'], write: async () => {}, into: { descriptor: handle.fd, start: 0 } });
    });
    await expect(shrunk).rejects.toMatchObject({ code: 'truncated' });
    await handle.close();
  });
});

describe('two threads that go one behind the other', () => {
  /** The threads that the next copy takes: who leads, who follows. */
  const nextPair = async (): Promise<[Thread, Thread]> => {
    const pair = [await takeThread(9 * MIB), await takeThread(9 * MIB)] as [Thread, Thread];
    for (const thread of pair) thread.load--;
    return pair;
  };
  const copying = async <T>(
    length: number,
    use: (copied: (advance?: () => void) => Promise<Passed>, source: ByteSource) => Promise<T>,
  ): Promise<T> => {
    await writeFile(join(folder, 'content'), '');
    await truncate(join(folder, 'content'), length);
    const source = await openFile(join(folder, 'content'));
    const handle = await open(join(folder, 'copy'), 'w+');
    const place = { algorithms: ['sha256' as const], write: async () => {}, into: { descriptor: handle.fd, start: 0 } };
    try {
      return await use((advance = () => {}) => pass(source, { ...place, advance }), source);
    } finally {
      await source.close();
      await handle.close();
    }
  };
  const hasTwo = threadCount() > 1;

  (hasTwo ? it : it.skip)('do not wait for one in front that has ended', () =>
    copying(256 * MIB, async (copied, source) => {
      const [first] = await nextPair();
      const busy = first.ask({
        pass: true,
        file: source.file?.descriptor,
        position: 0,
        length: source.size,
        algorithm: 'sha512',
      });
      const copy = copied();
      await Promise.all([
        expect(busy).rejects.toThrow('expected the thread to stay'),
        expect(copy).rejects.toThrow('expected the thread to stay'),
        new Promise((resolve) => setTimeout(resolve, 10)).then(() => first.worker.terminate()),
      ]);
    }),
  );

  (hasTwo ? thoroughly : it.skip)('do not wait for one behind that has ended', () =>
    copying(1024 * MIB, async (copied) => {
      const [, second] = await nextPair();
      await expect(copied(() => void second.worker.terminate())).rejects.toThrow('expected the thread to stay');
    }),
  );

  it('are others at the next copy', () =>
    copying(9 * MIB, async (copied) => {
      expect((await copied()).digests.sha256).toBe(digest('sha256', Buffer.alloc(9 * MIB)));
    }));
});

describe('passing', () => {
  it('throws what a read throws, and gives the memory back', async () => {
    const bytes = content(8 * SLOT_BYTES);
    const broken: ByteSource = {
      size: bytes.length,
      async read(start, end) {
        if (start >= 5 * SLOT_BYTES) throw new Error('input error');
        return bytes.subarray(start, end);
      },
    };
    for (let i = 0; i < 20; i++) await expect(pass(broken, { algorithms: ['sha256'] })).rejects.toThrow('input error');
  });

  it('tells a file that shrinks while a thread reads it', async () => {
    const shrunk = inFile(content(12 * SLOT_BYTES), async (source) => {
      await truncate(join(folder, 'content'), 7 * SLOT_BYTES);
      return pass(source, { algorithms: ['sha256'] });
    });
    await expect(shrunk).rejects.toMatchObject({ code: 'truncated' });
  });

  it('keeps many sources apart that pass at the same time', async () => {
    const sources = Array.from({ length: 40 }, (_, i) => content(300_000 + 12_345 * (i + 1)));
    const passed = await Promise.all(sources.map((bytes) => pass(memorySource(bytes), { algorithms: ['sha256'] })));
    expect(passed.map(({ digests }) => digests.sha256)).toEqual(sources.map((bytes) => digest('sha256', bytes)));
  });

  it('digests chunks of any length', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 500, max: 700_000 }),
        fc.integer({ min: 0, max: 3_000_000 }),
        async (piece, length) => {
          const bytes = content(length);
          const { digests } = await passChunks(inPieces(bytes, piece), { algorithms: ['sha1'] });
          expect(digests.sha1).toBe(digest('sha1', bytes));
        },
      ),
      { numRuns: 8 },
    );
  });
});
