import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { layOut, type ZipEntryLayout, type ZipEntryPlan } from '../../../src/bag/zip/layout.js';
import {
  centralHeaderLength,
  dosTime,
  endRecords,
  localHeaderLength,
  writeCentralHeader,
  writeLocalHeader,
} from '../../../src/bag/zip/records.js';
import { FormatError } from '../../../src/bytes/format-error.js';
import type { ByteSource } from '../../../src/bytes/source.js';
import { locateZipMember, readZipDirectory } from '../../../src/containers/zip.js';
import { isThorough } from '../../thorough.js';

const TIME = dosTime(1740830401);
const GIB = 2 ** 30;

const localHeader = (entry: ZipEntryPlan): Buffer => {
  const header = Buffer.alloc(localHeaderLength(entry));
  writeLocalHeader(header, entry, 0, TIME);
  return header;
};
const centralHeader = (entry: ZipEntryLayout): Buffer => {
  const header = Buffer.alloc(centralHeaderLength(entry));
  writeCentralHeader(header, entry, 0, TIME);
  return header;
};

/** A zip whose members are holes: records are real, content is never stored. */
function holes(plans: { name: string; size: number }[]): ByteSource {
  const layout = layOut(plans);
  const parts = [
    ...layout.entries.map((entry) => ({ at: entry.headerOffset, bytes: localHeader(entry) })),
    {
      at: layout.directoryOffset,
      bytes: Buffer.concat(layout.entries.map((entry) => centralHeader(entry))),
    },
    {
      at: layout.directoryOffset + layout.directorySize,
      bytes: endRecords(layout.entries.length, layout.directoryOffset, layout.directorySize),
    },
  ];
  return {
    size: layout.size,
    async read(start, end) {
      if (end > layout.size) throw new FormatError('truncated', 'expected less');
      const bytes = Buffer.alloc(end - start);
      for (const part of parts) {
        const from = Math.max(start, part.at);
        const to = Math.min(end, part.at + part.bytes.length);
        if (from < to) part.bytes.copy(bytes, from - start, from - part.at, to - part.at);
      }
      return bytes;
    },
  };
}

describe('zip layout', () => {
  it('sorts by the bytes of names and leaves no gaps', () => {
    const layout = layOut([
      { name: 'b', size: 2 },
      { name: 'a/', size: 0 },
      { name: 'a/x', size: 3 },
      { name: 'Z', size: 1 },
    ]);
    expect(layout.entries.map(({ name }) => name)).toEqual(['Z', 'a/', 'a/x', 'b']);
    expect(layout.entries.map(({ headerOffset, dataOffset }) => [headerOffset, dataOffset])).toEqual([
      [0, 31],
      [32, 64],
      [64, 97],
      [100, 131],
    ]);
    expect(layout.directoryOffset).toBe(133);
  });

  it.each([
    ['4 GiB - 2', [4 * GIB - 2]],
    ['4 GiB - 1', [4 * GIB - 1]],
    ['4 GiB', [4 * GIB]],
    ['a small member behind 4 GiB', [4 * GIB - 100, 5]],
    ['offsets around 4 GiB - 1', [4 * GIB - 1 - 32, 3, 3, 3]],
    ['several large members', [5 * GIB, 4 * GIB, 7, 6 * GIB]],
  ])('writes zip64 where it is needed: %s', async (_, sizes) => {
    const plans = sizes.map((size, i) => ({ name: `m${i}`, size }));
    const source = holes(plans);
    const directory = await readZipDirectory(source);
    expect(directory.problems).toEqual([]);
    expect(directory.members.map(({ name, size, compressedSize }) => ({ name, size, compressedSize }))).toEqual(
      plans.map(({ name, size }) => ({ name, size, compressedSize: size })),
    );
    const layout = layOut(plans);
    for (const [i, member] of directory.members.entries()) {
      const entry = layout.entries[i];
      const range = await locateZipMember(source, member);
      expect([range.start, range.end - range.start]).toEqual([entry?.dataOffset, entry?.size]);
      expect(range.problems).toEqual([]);
    }
  });

  it.each(isThorough ? [65_534, 65_535, 65_536] : [65_535])('counts %i entries', async (count) => {
    const plans = Array.from({ length: count }, (_, i) => ({ name: `${i}`, size: 0 }));
    const directory = await readZipDirectory(holes(plans));
    expect(directory.members.length).toBe(count);
    expect(directory.problems).toEqual([]);
  });

  it('uses no zip64 records and no extra fields below the limits', () => {
    expect(endRecords(65_534, 0xfffffffe, 10).length).toBe(22);
    // What these values mean in an end record alone: older readers look for the zip64 record and open nothing without.
    expect([endRecords(65_535, 10, 10), endRecords(1, 0xffffffff, 10)].map(({ length }) => length)).toEqual([98, 98]);
    expect(localHeader({ name: 'a', size: 0xffffffff }).length).toBe(31);
    expect(localHeader({ name: 'a', size: 0x100000000 }).length).toBe(51);
  });

  it('is read back as planned, whatever the names and sizes', async () => {
    const plan = fc.record({
      name: fc.stringMatching(/^[a-z0-9é/]{1,30}$/),
      size: fc.integer({ min: 0, max: 6 * GIB }),
    });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(plan, { selector: ({ name }) => name, maxLength: 12 }), async (plans) => {
        const files = plans.filter(({ name }) => !name.endsWith('/') && !name.startsWith('/'));
        fc.pre(files.length > 0);
        const { members } = await readZipDirectory(holes(files));
        const found = new Map(members.map(({ name, size, headerOffset }) => [name, { size, headerOffset }]));
        for (const { name, size, headerOffset } of layOut(files).entries)
          expect(found.get(name)).toEqual({ size, headerOffset });
      }),
      { numRuns: 50 },
    );
  });
});

describe('MS-DOS time', () => {
  const shown = (time: number) => {
    const [date, clock] = [Math.floor(time / 0x10000), time % 0x10000];
    return [1980 + (date >> 9), (date >> 5) & 15, date & 31, clock >> 11, (clock >> 5) & 63, (clock & 31) * 2];
  };
  it('is UTC in steps of two seconds', () => {
    expect(shown(dosTime(1740830401))).toEqual([2025, 3, 1, 12, 0, 0]);
  });
  it('stays between 1980-02-01 and 2107-12-31', () => {
    expect(shown(dosTime(0))).toEqual([1980, 2, 1, 0, 0, 0]);
    expect(shown(dosTime(1e11))).toEqual([2107, 12, 31, 0, 0, 0]);
  });
});
