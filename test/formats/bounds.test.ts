import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { assessSafety } from '../../src/assess/safety.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { tarOf } from '../containers/tar-writer.js';
import { zipOf } from '../containers/zip-writer.js';
import { thoroughGroup, thoroughly } from '../thorough.js';
import { memoryAccess } from './memory-access.js';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const UNSEEN = { verdict: 'unknown', status: 'inconclusive' };

/** Bytes that memory may grow by: a hundredth of what the bombs declare. */
const MOST_BYTES = 1 << 30;

/** Costs of the square of these sizes would not end before the test is given up. */
async function bounded(path: string, bytes: Uint8Array) {
  const before = process.memoryUsage.rss();
  const { verdict, status } = assessSafety(await inspectModel(path, memoryAccess({ [path]: bytes })));
  expect(process.memoryUsage.rss() - before).toBeLessThan(MOST_BYTES);
  return { verdict, status };
}

describe('pickles', () => {
  const u32 = (value: number): string =>
    latin1(String.fromCharCode(...[0, 8, 16, 24].map((bit) => (value >> bit) & 255))).toString('latin1');
  it.each([
    ['marks inside marks', `\x80\x02${'('.repeat(100_000)}.`],
    ['tuples inside tuples', `\x80\x02N${'\x85'.repeat(100_000)}.`],
    ['lists inside lists', `\x80\x02${']'.repeat(50_000)}${'a'.repeat(49_999)}.`],
    ['tuples that triple', `\x80\x02N${'q\0h\0h\0\x87'.repeat(50_000)}.`],
    ['a number of 2 GiB', '\x80\x02\x8b\xff\xff\xff\x7f.'],
    ['a text of 2^64 bytes', `\x80\x04\x8d${'\xff'.repeat(8)}.`],
    ['a frame of 2^64 bytes', `\x80\x04\x95${'\xff'.repeat(8)}N.`],
    ['a number of two hundred thousand digits', `\x80\x02I${'9'.repeat(200_000)}\n.`],
  ])('with %s are no pass, and cost little', async (_, text) => {
    expect(await bounded('m.pkl', latin1(text))).toEqual(UNSEEN);
  });

  it('with ten thousand names and calls are told all the same', async () => {
    const calls = Array.from({ length: 10_000 }, (_, i) => `cm${i}\nn\n)R0`).join('');
    const text = `\x80\x02cos\nsystem\n)R0${calls}N.`;
    expect((await bounded('m.pkl', latin1(text))).verdict).toBe('dangerous');
  });

  it('with a memo of a hundred thousand entries are read', async () => {
    const memo = Array.from({ length: 100_000 }, (_, i) => `r${u32(i)}`).join('');
    expect(await bounded('m.pkl', latin1(`\x80\x02N${memo}.`))).toEqual({ verdict: 'safe', status: 'complete' });
  });
});

thoroughGroup('archives and streams', () => {
  it.each([
    ['a bomb', gzipSync],
    ['a bomb inside a stream', (bytes: Buffer) => gzipSync(gzipSync(bytes))],
  ])('that are %s are no pass, and cost little', async (_, packed) => {
    expect(await bounded('m.pkl.gz', packed(Buffer.alloc(540 << 20)))).toEqual(UNSEEN);
  });

  it('inside each other are followed to the limit', async () => {
    let zip: Uint8Array = latin1('x');
    for (let i = 0; i < 12; i++) zip = zipOf([{ name: 'a.zip', data: zip }]);
    expect(await bounded('m.zip', zip)).toEqual(UNSEEN);
  });

  thoroughly('of many members cost in proportion to them', async () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `f${i}`);
    expect((await bounded('m.zip', zipOf(names.map((name) => ({ name, data: 'a' }))))).status).toBe('inconclusive');
    expect((await bounded('m.tar', tarOf(names.slice(0, 5_100).map((name) => ({ name, data: 'a' }))))).status).toBe(
      'inconclusive',
    );
  });
});

thoroughGroup('headers', () => {
  const npy = (shape: string) => {
    const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(60_000).concat('\n');
    return Buffer.concat([
      latin1('\x93NUMPY\x01\0'),
      Buffer.from(Uint16Array.of(header.length).buffer),
      latin1(header),
    ]);
  };
  const safetensors = (header: string, values: number) => {
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    return Buffer.concat([length, latin1(header), Buffer.alloc(values)]);
  };
  const holes = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, i) => [`t${i}`, { dtype: 'U8', shape: [1], data_offsets: [i * 9, i * 9 + 1] }]),
  );

  it.each([
    ['an array of 10^18 values', 'm.npy', npy('(1000000000000000000,)')],
    ['a shape of brackets', 'm.npy', npy('('.repeat(50_000))],
    ['objects inside objects', 'm.safetensors', safetensors('{"a":'.repeat(100_000), 0)],
    ['twenty thousand holes', 'm.safetensors', safetensors(JSON.stringify(holes), 180_000)],
    ['MessagePack inside MessagePack', 'm.msgpack', latin1(`\x81\xa1a${'\x91'.repeat(500_000)}\xc0`)],
    ['2^32 members of MessagePack', 'm.msgpack', latin1('\x81\xa1a\xdd\xff\xff\xff\xff')],
  ])('that declare %s are no pass, and cost little', async (_, path, bytes) => {
    expect(await bounded(path, bytes)).toEqual(UNSEEN);
  });

  it('of many tensors in a part of NeMo are listed', async () => {
    const empty = Array.from({ length: 150_000 }, (_, i) => [
      `t${i}`,
      { dtype: 'U8', shape: [0], data_offsets: [0, 0] },
    ]);
    const nemo = tarOf([
      { name: 'model_config.yaml', data: 'target: nemo.Model\n' },
      { name: 'w.safetensors', data: safetensors(JSON.stringify(Object.fromEntries(empty)), 0) },
    ]);
    const { format, contents } = await inspectModel('m.nemo', memoryAccess({ 'm.nemo': nemo }));
    expect([format.id, contents.tensors.length]).toEqual(['nemo', empty.length]);
  });

  it('of Keras that repeat a layer are told, however often', async () => {
    const layers = Array.from({ length: 150_000 }, () => ({ class_name: 'Lambda', config: { name: 'l' } }));
    const keras = zipOf([
      { name: 'metadata.json', data: '{"keras_version":"3.5.0"}' },
      { name: 'config.json', data: JSON.stringify({ class_name: 'Sequential', config: { layers } }) },
    ]);
    expect((await bounded('m.keras', keras)).verdict).toBe('dangerous');
  });
});
