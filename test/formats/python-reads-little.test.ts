import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import type { ByteSource } from '../../src/bytes/source.js';
import type { ModelInput } from '../../src/formats/format.js';
import { glimpse } from '../../src/formats/glimpse.js';
import { pythonFormats } from '../../src/formats/python-registry.js';
import { zipOf } from '../containers/zip-writer.js';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** A file of many gigabytes: zeros except for a few pieces, counting what is read of it. */
function sparse(
  size: number,
  pieces: readonly { at: number; bytes: Uint8Array }[],
): ByteSource & { read: ByteSource['read']; taken: () => number } {
  let taken = 0;
  return {
    size,
    taken: () => taken,
    async read(start, end) {
      taken += end - start;
      const out = Buffer.alloc(end - start);
      for (const { at, bytes } of pieces) {
        const from = Math.max(start, at);
        const to = Math.min(end, at + bytes.length);
        if (from < to) out.set(bytes.subarray(from - at, to - at), from - start);
      }
      return out;
    },
  };
}

async function inspect(path: string, source: ByteSource) {
  const seen = await glimpse(path, source);
  const model: ModelInput = {
    path,
    source,
    glimpse: seen,
    companion: async () => null,
    listCompanions: async () => [],
  };
  for (const format of pythonFormats) {
    if ((await format.recognize(seen, DEFAULT_LIMITS)).certainty === 'certain')
      return { id: format.id, ...(await format.inspect(model, DEFAULT_LIMITS)) };
  }
  throw new Error('expected a format');
}

const STORAGES = 50;
const FLOATS = 20_000_000;

/** A state dict of 50 tensors of 80 MB each, as torch writes it, without the values. */
function stateDict(): Buffer {
  const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer).toString('latin1');
  const text = (value: string) => `X${u32(value.length)}${value}`;
  const items = Array.from({ length: STORAGES }, (_, i) => {
    const storage = `(${text('storage')}ctorch\nFloatStorage\n${text(String(i))}${text('cpu')}J${u32(FLOATS)}tQ`;
    return `${text(`layer.${i}.weight`)}ctorch._utils\n_rebuild_tensor_v2\n(${storage}K\x00J${u32(FLOATS)}\x85K\x01\x85\x89ccollections\nOrderedDict\n)RtR`;
  });
  return latin1(`\x80\x02}(${items.join('')}u.`);
}

/** The zip with empty storages, spread so that each local header is followed by 80 MB of nothing. */
function spread(): ByteSource & { taken: () => number } {
  const length = FLOATS * 4;
  const small = zipOf([
    { name: 'm/data.pkl', data: stateDict() },
    { name: 'm/version', data: '3\n' },
    ...Array.from({ length: STORAGES }, (_, i) => ({ name: `m/data/${i}`, data: '' })),
  ]);
  const pieces: { at: number; bytes: Buffer }[] = [];
  let shift = 0;
  let from = 0;
  const central = Buffer.from(small.subarray(small.indexOf('PK\x01\x02')));
  for (let at = small.indexOf('PK\x03\x04'); at >= 0; ) {
    const next = small.indexOf('PK\x03\x04', at + 4);
    const end = next < 0 ? small.length - central.length : next;
    const nameLength = small.readUInt16LE(at + 26);
    const isStorage = small.toString('latin1', at + 30, at + 30 + nameLength).includes('/data/');
    const header = Buffer.from(small.subarray(at, end));
    if (isStorage) for (const field of [18, 22]) header.writeUInt32LE(length, field);
    pieces.push({ at: from, bytes: header });
    from += header.length + (isStorage ? length : 0);
    shift = isStorage ? shift + length : shift;
    at = next;
  }
  let offset = 0;
  for (let at = 0; central.toString('latin1', at, at + 4) === 'PK\x01\x02'; ) {
    const nameLength = central.readUInt16LE(at + 28);
    const piece = pieces[offset++]!;
    for (const [field, source] of [
      [20, 18],
      [24, 22],
    ] as const)
      central.writeUInt32LE(piece.bytes.readUInt32LE(source), at + field);
    central.writeUInt32LE(piece.at, at + 42);
    at += 46 + nameLength;
  }
  central.writeUInt32LE(from, central.length - 22 + 16);
  pieces.push({ at: from, bytes: central });
  return sparse(from + central.length, pieces);
}

describe('readers of Python formats read headers only', () => {
  it('lists a torch checkpoint of 4 GB from less than a megabyte beyond its pickle', async () => {
    const source = spread();
    const found = await inspect('big.pt', source);
    expect(source.size).toBeGreaterThan(STORAGES * FLOATS * 4);
    expect([found.id, found.tensors.length, found.observations, found.weightsOnlyLoadable]).toEqual([
      'pytorch-zip',
      STORAGES,
      found.observations.filter(({ kind }) => kind === 'callable'),
      true,
    ]);
    expect(found.tensors[49]).toMatchObject({ name: 'layer.49.weight', byteLength: FLOATS * 4, byteOrder: 'little' });
    expect(source.taken()).toBeLessThan(1 << 20);
  });

  it('lists an npy file of 40 GB from its header', async () => {
    const header = latin1("{'descr': '<f8', 'fortran_order': False, 'shape': (5000000000,), }\n");
    const start = Buffer.concat([
      latin1('\x93NUMPY\x01\x00'),
      Buffer.from(Uint16Array.of(header.length).buffer),
      header,
    ]);
    const source = sparse(start.length + 40e9, [{ at: 0, bytes: start }]);
    const found = await inspect('big.npy', source);
    expect(found.tensors).toEqual([
      { name: '', dtype: 'float64', shape: [5e9], byteLength: 40e9, offset: start.length, byteOrder: 'little' },
    ]);
    expect(source.taken()).toBeLessThan(200_000);
  });

  it('steps over the bytes of a 3 GB array in a pickle', async () => {
    const length = 3_000_000_000;
    const u64 = Buffer.from(BigUint64Array.of(BigInt(length)).buffer).toString('latin1');
    const before = latin1(
      `\x80\x04cnumpy._core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85C\x01b\x87R(K\x01J\x00^\xd0\xb2\x85cnumpy\ndtype\nX\x02\x00\x00\x00u1\x89\x88\x87R\x89\x8e${u64}`,
    );
    const count = Buffer.from(Uint32Array.of(length).buffer).toString('latin1');
    const fixed = latin1(before.toString('latin1').replace('J\x00^\xd0\xb2', `\x8a\x05${count}\x00`));
    const source = sparse(fixed.length + length + 3, [
      { at: 0, bytes: fixed },
      { at: fixed.length + length, bytes: latin1('tb.') },
    ]);
    const found = await inspect('big.pkl', source);
    expect([found.id, found.tensors]).toEqual([
      'pickle',
      [{ name: '', dtype: 'uint8', shape: [length], byteLength: length, offset: fixed.length }],
    ]);
    expect(source.taken()).toBeLessThan(8 << 20);
  });
});
