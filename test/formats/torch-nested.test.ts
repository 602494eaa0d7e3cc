import { describe, expect, it } from '@jest/globals';
import { sha256 } from '../../src/bytes/digest.js';
import { memorySource } from '../../src/bytes/source.js';
import { inspectModel } from '../../src/formats/inspect.js';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const text = (value: string): string =>
  `X${Buffer.from(Uint32Array.of(value.length).buffer).toString('latin1')}${value}`;

/** A storage as `torch.save` writes it for `pickle`: five pickles, its length, its items. */
function storageFile(values: Float32Array): string {
  const storage = `(${text('storage')}ctorch\nFloatStorage\n${text('94')}${text('cpu')}K${String.fromCharCode(values.length)}NtQ`;
  const pickles = [
    '\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.',
    '\x80\x02M\xe9\x03.',
    `\x80\x02}(${text('little_endian')}\x88u.`,
    `\x80\x02${storage}.`,
    `\x80\x02](${text('94')}e.`,
  ];
  const count = Buffer.from(BigInt64Array.of(BigInt(values.length)).buffer).toString('latin1');
  return pickles.join('') + count + Buffer.from(values.buffer).toString('latin1');
}

/** A tensor as `pickle.dumps` writes it: a call that loads a storage from bytes. */
function pickledTensor(values: Float32Array): string {
  const file = storageFile(values);
  const bytes = `B${Buffer.from(Uint32Array.of(file.length).buffer).toString('latin1')}${file}`;
  const size = `K${String.fromCharCode(values.length)}\x85`;
  return `ctorch._utils\n_rebuild_tensor_v2\n(ctorch.storage\n_load_from_bytes\n${bytes}\x85RK\x00${size}K\x01\x85\x89ccollections\nOrderedDict\n)RtR`;
}

describe('torch tensors in a plain pickle', () => {
  it('are read from the torch files inside of it', async () => {
    const [a, b] = [Float32Array.of(1, 2.5), Float32Array.of(-3)];
    const file = latin1(`\x80\x03}(${text('a')}${pickledTensor(a)}${text('b')}${pickledTensor(b)}u.`);
    const access = {
      open: async () => ({ ...memorySource(file), close: async () => undefined }),
      list: async () => [],
      kind: async () => 'file' as const,
    };
    const found = await inspectModel('x.pkl', access, { digests: true });
    expect([found.status, found.format.id]).toEqual(['complete', 'pickle']);
    expect(
      found.contents.tensors.map(({ name, dtype, shape, tiedTo }, i) => [
        name,
        dtype,
        shape,
        tiedTo,
        found.digests?.[i],
      ]),
    ).toEqual([
      ['a', 'float32', [2], undefined, sha256(Buffer.from(a.buffer))],
      ['b', 'float32', [1], undefined, sha256(Buffer.from(b.buffer))],
    ]);
    for (const { offset, byteLength } of found.contents.tensors)
      expect([file.subarray(offset, offset! + byteLength)]).toContainEqual(
        byteLength === 8 ? Buffer.from(a.buffer) : Buffer.from(b.buffer),
      );
    // Every call of the loader is seen through: what it gets are storages and nothing else.
    expect(found.contents.globals).not.toContain('torch.storage._load_from_bytes');
    expect(found.observations.map(({ name }) => name)).not.toContain('torch.storage._load_from_bytes');
  });
});
