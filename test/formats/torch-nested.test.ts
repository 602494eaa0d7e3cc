import { describe, expect, it } from '@jest/globals';
import { assessSafety } from '../../src/assess/safety.js';
import { sha256 } from '../../src/bytes/digest.js';
import { memorySource } from '../../src/bytes/source.js';
import { inspectModel } from '../../src/formats/inspect.js';
import type { Inspection } from '../../src/formats/inspection.js';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const text = (value: string): string => {
  const bytes = Buffer.from(value, 'utf8');
  return `X${Buffer.from(Uint32Array.of(bytes.length).buffer).toString('latin1')}${bytes.toString('latin1')}`;
};

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

/** A tensor as `pickle.dumps` writes it: a call that loads a storage from bytes, which protocols below 3 encode from text. */
function pickledTensor(values: Float32Array, encoded = false): string {
  const file = storageFile(values);
  const bytes = encoded
    ? `c_codecs\nencode\n${text(file)}${text('latin1')}\x86R`
    : `B${Buffer.from(Uint32Array.of(file.length).buffer).toString('latin1')}${file}`;
  const size = `K${String.fromCharCode(values.length)}\x85`;
  return `ctorch._utils\n_rebuild_tensor_v2\n(ctorch.storage\n_load_from_bytes\n${bytes}\x85RK\x00${size}K\x01\x85\x89ccollections\nOrderedDict\n)RtR`;
}

async function inspect(name: string, file: Buffer): Promise<Inspection> {
  const access = {
    open: async () => ({ ...memorySource(file), close: async () => undefined }),
    list: async () => [],
    kind: async () => 'file' as const,
  };
  return inspectModel(name, access, { digests: true });
}

describe('torch tensors in a plain pickle', () => {
  it('are read from the torch files inside of it', async () => {
    const [a, b] = [Float32Array.of(1, 2.5), Float32Array.of(-3)];
    const file = latin1(`\x80\x03}(${text('a')}${pickledTensor(a)}${text('b')}${pickledTensor(b)}u.`);
    const found = await inspect('x.pkl', file);
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

  it('are read from the bytes that protocols below 3 write as text, and in joblib files', async () => {
    const [a, b] = [Float32Array.of(1, 2.5), Float32Array.of(-3)];
    const content = (encoded: boolean): string =>
      `}(${text('a')}${pickledTensor(a, encoded)}${text('b')}${pickledTensor(b, encoded)}u.`;
    for (const [name, file] of [
      ['x.pkl', latin1(`\x80\x02${content(true)}`)],
      ['x.joblib', latin1(`\x80\x03${content(false)}`)],
    ] as const) {
      const found = await inspect(name, file);
      expect([found.status, found.format.id]).toEqual(['complete', name === 'x.pkl' ? 'pickle' : 'joblib']);
      expect(found.digests).toEqual([sha256(Buffer.from(a.buffer)), sha256(Buffer.from(b.buffer))]);
      expect(found.contents.tensors.map(({ tiedTo }) => tiedTo)).toEqual([undefined, undefined]);
      expect(assessSafety(found).verdict).toBe('safe');
    }
  });

  it('does not hide what a loader gets as text', async () => {
    const payload = latin1('cos\nsystem\n(X\x02\0\0\0idtR.').toString('latin1');
    const file = latin1(
      `\x80\x02ctorch.storage\n_load_from_bytes\nc_codecs\nencode\n${text(payload)}${text('latin1')}\x86R\x85R.`,
    );
    const found = await inspect('x.pkl', file);
    expect(found.contents.globals).toEqual(expect.arrayContaining(['os.system', 'torch.storage._load_from_bytes']));
    expect(assessSafety(found).verdict).toBe('dangerous');
  });
});
