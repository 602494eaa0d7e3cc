import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/bytes/format-error.js';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { type ByteSource, memorySource } from '../../src/bytes/source.js';
import { listHdf5, readDataset, readSuperblock, streamValues } from '../../src/containers/hdf5.js';
import { fletcher32, unfilter } from '../../src/containers/hdf5-filters.js';
import { hdf5Tensors, readHdf5 } from '../../src/formats/hdf5-contents.js';
import { cases } from '../thorough.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'hdf5');
const fixture = (name: string): Buffer => readFileSync(join(folder, name));
const files = readdirSync(folder).filter((name) => name.endsWith('.h5'));

/** A source that remembers which ranges were read. */
function counting(source: ByteSource): ByteSource & { bytes: number; highest: number } {
  return {
    size: source.size,
    bytes: 0,
    highest: 0,
    read(start, end) {
      this.bytes += end - start;
      this.highest = Math.max(this.highest, end - start);
      return source.read(start, end);
    },
  };
}

/** Reads everything that a file has. */
async function readAll(bytes: Uint8Array): Promise<number> {
  const limits = { ...DEFAULT_LIMITS, inflatedBytes: 16 << 20 };
  let total = 0;
  for await (const { values } of hdf5Tensors(await readHdf5(memorySource(bytes), limits))) {
    if (!values) continue;
    for await (const part of values()) {
      total += part.length;
      if (total > 16 << 20) return total;
    }
  }
  return total;
}

const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'read',
    (error: unknown) => {
      if (error instanceof FormatError) return error.code;
      throw error;
    },
  );

describe('HDF5', () => {
  it('lists a file of any size by its metadata alone', async () => {
    const head = fixture('h5-superblock0.h5');
    // The same file with a hole of 8 GiB behind it: nothing there may be read.
    const size = 8 * 2 ** 30;
    const source = counting({
      size,
      read: async (start, end) => {
        const bytes = new Uint8Array(end - start);
        bytes.set(head.subarray(Math.min(start, head.length), Math.min(end, head.length)));
        return bytes;
      },
    });
    const { tensors } = await readHdf5(source, DEFAULT_LIMITS);
    expect(tensors.map(({ info }) => info.name)).toEqual(['deep/er/group/b', 'scalar', 'w']);
    expect(source.bytes).toBeLessThanOrEqual(head.length + 8192);
  });

  it('reads chunk by chunk, never a dataset as a whole', async () => {
    const source = counting(memorySource(fixture('indexes-earliest.h5')));
    const listing = await listHdf5(source, DEFAULT_LIMITS);
    const object = listing.objects.find(({ path }) => path === '/paged');
    const dataset = await readDataset(listing.bytes, object!.header);
    source.highest = 0;
    const parts: number[] = [];
    for await (const part of streamValues(listing.bytes, dataset)) parts.push(part.length);
    expect(parts.reduce((sum, length) => sum + length, 0)).toBe(3000);
    expect(source.highest).toBeLessThanOrEqual(64 * 1024);
  });

  it('finds the signature behind a user block of 512 · 2^n bytes', async () => {
    const { offset, version } = await readSuperblock(
      memorySource(readFileSync(join(folder, '..', 'matlab', 'h5-userblock-mat73.mat'))),
    );
    expect({ offset, version }).toEqual({ offset: 512, version: 0 });
  });

  it('rejects bytes without a signature', async () => {
    expect(await code(readSuperblock(memorySource(Buffer.alloc(4096))))).toBe('invalid-structure');
  });

  it('rejects a superblock of a version it does not know', async () => {
    const bytes = Buffer.from(fixture('h5-superblock3.h5'));
    bytes[8] = 9;
    expect(await code(readSuperblock(memorySource(bytes)))).toBe('unsupported');
  });

  it('visits groups that contain each other once', async () => {
    const listing = await listHdf5(memorySource(fixture('types-latest.h5')), DEFAULT_LIMITS);
    expect(listing.objects[0]?.aliases).toEqual(['/up']);
  });

  it('ends where a continuation block continues itself', async () => {
    const bytes = Buffer.from(fixture('h5-superblock0.h5'));
    const { root, bytes: reader } = await readSuperblock(memorySource(bytes));
    // A root header of one message: its continuation is the block that the message lies in.
    const at = reader.base + root;
    bytes.writeUInt32LE(24, at + 8);
    bytes.writeUInt16LE(0x10, at + 16);
    bytes.writeUInt16LE(16, at + 18);
    bytes.writeBigUInt64LE(BigInt(root + 16), at + 24);
    bytes.writeBigUInt64LE(24n, at + 32);
    const { problems } = await listHdf5(memorySource(bytes), DEFAULT_LIMITS);
    expect(problems.map(({ path, error }) => [path, error.code])).toEqual([['/', 'invalid-structure']]);
  });

  it('lists what it can where one object is broken', async () => {
    const bytes = Buffer.from(fixture('h5-many-members.h5'));
    const { objects } = await listHdf5(memorySource(bytes), DEFAULT_LIMITS);
    const victim = objects.find(({ path }) => path === '/layers/layer_007');
    bytes[victim!.header.address] = 77;
    const found = await readHdf5(memorySource(bytes), DEFAULT_LIMITS);
    expect(found.tensors).toHaveLength(39);
    expect(found.observations.map(({ code: kind, member }) => [kind, member])).toEqual([
      ['unsupported', '/layers/layer_007'],
    ]);
  });

  it('rejects a chunk whose checksum is wrong', () => {
    const data = Uint8Array.from([1, 2, 3, 4]);
    const filter = { id: 3, name: 'fletcher32', optional: false, values: [] };
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(fletcher32(data));
    expect([...unfilter(Buffer.concat([data, sum]), [filter], 0, 4, 0)]).toEqual([1, 2, 3, 4]);
    sum[0] = sum[0]! ^ 1;
    expect(() => unfilter(Buffer.concat([data, sum]), [filter], 0, 4, 0)).toThrow('checksum');
  });

  it('rejects packed items that declare more bytes than the chunk has', () => {
    const filter = { id: 6, name: 'scaleoffset', optional: false, values: [2, 0, 0xffffffff, 0, 8] };
    expect(() => unfilter(new Uint8Array(21), [filter], 0, 16, 0)).toThrow('expected at most 16 bytes of items');
  });

  it('names the filter that it cannot undo', () => {
    const filter = { id: 32015, name: 'zstd', optional: false, values: [] };
    expect(() => unfilter(new Uint8Array(4), [filter], 0, 4, 0)).toThrow('found zstd');
  });

  for (const name of cases(files)) {
    it(`answers every mutation of ${name} with values or a FormatError`, async () => {
      const original = fixture(name);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(original.length - 1), fc.oneof(fc.constantFrom(0, 0xff, 0x7f, 1), fc.nat(255))), {
            minLength: 1,
            maxLength: 6,
          }),
          fc.oneof(
            { weight: 4, arbitrary: fc.constant(original.length) },
            { weight: 1, arbitrary: fc.nat(original.length) },
          ),
          async (changes, length) => {
            const bytes = Buffer.from(original.subarray(0, length));
            for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
            expect(typeof (await code(readAll(bytes)))).toBe('string');
          },
        ),
        { numRuns: 15, seed: 5 },
      );
    });
  }
});
