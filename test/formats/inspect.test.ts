import { describe, expect, it } from '@jest/globals';
import { FormatError } from '../../src/bytes/format-error.js';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { memorySource } from '../../src/bytes/source.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { openContents } from '../../src/formats/open-contents.js';
import { memoryAccess } from './memory-access.js';

const header = '{"w":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}';
const length = Buffer.alloc(8);
length.writeBigUInt64LE(BigInt(header.length));
const weights = Buffer.concat([length, Buffer.from(header), Buffer.from([1, 2])]);

describe('inspection', () => {
  it.each([
    ['nothing', {}, 'missing-file', 'error'],
    ['something that must not be read', { m: { kind: 'unreadable' } }, 'unreadable', 'error'],
    ['a link', { m: { kind: 'symlink' } }, 'symlink', 'inconclusive'],
    ['a directory that is no model', { 'm/a.txt': 'x' }, 'no-model', 'error'],
  ] as const)('is an entry of its own for %s', async (_what, files, code, status) => {
    const found = await inspectModel('m', memoryAccess(files));
    expect(found).toMatchObject({ path: 'm', status, error: { code }, observations: [{ kind: 'unread', code }] });
  });

  it('keeps the code of a system error', async () => {
    const files = {
      ...memoryAccess({ m: 'x' }),
      open: async () => Promise.reject(Object.assign(new Error('EACCES: no'), { code: 'EACCES' })),
    };
    expect(await inspectModel('m', files)).toMatchObject({ status: 'error', error: { code: 'EACCES' } });
  });

  it('reports a bug of ours as one, without stopping others', async () => {
    const broken = { size: 1000, read: async () => Promise.reject(new TypeError('x is not a function')) };
    expect(await inspectModel('m', memoryAccess({ m: broken }))).toMatchObject({
      status: 'error',
      error: { code: 'internal', message: 'x is not a function' },
    });
  });

  it('keeps what it had noticed where a bug of ours stops it, and never calls that complete', async () => {
    const files = memoryAccess({
      'm/config.json': JSON.stringify({ architectures: ['A'], model_type: 'a', auto_map: { AutoModel: 'own.A' } }),
      'm/model.safetensors': weights,
      'm/own.py': 'import os\n',
      'm/tokenizer_config.json': { size: 10, read: async () => Promise.reject(new RangeError('Invalid array length')) },
    });
    const found = await inspectModel('m', files);
    expect(found).toMatchObject({
      status: 'inconclusive',
      error: { code: 'internal', message: 'Invalid array length' },
    });
    expect(found.observations).toEqual([
      { kind: 'unread', code: 'internal', message: 'Invalid array length' },
      expect.objectContaining({ kind: 'callable', code: 'code-file', name: 'own.A' }),
    ]);
  });

  it('keeps its observations where a bug of ours stops its digests', async () => {
    const late = {
      size: weights.length,
      read: async (start: number, end: number) =>
        start < weights.length - 2 ? memorySource(weights).read(start, end) : Promise.reject(new TypeError('x')),
    };
    const found = await inspectModel('m', memoryAccess({ m: late }), { digests: true });
    expect(found).toMatchObject({ status: 'inconclusive', digests: [null], error: { code: 'internal' } });
  });

  it('closes what it opened, also after an error', async () => {
    let open = 0;
    const files = memoryAccess({ m: weights });
    const counting = {
      ...files,
      async open(path: string) {
        open++;
        const source = await files.open(path);
        return { ...source, close: async () => void open-- };
      },
    };
    await inspectModel('m', counting, { digests: true });
    await inspectModel('m', {
      ...counting,
      open: async (path) => ({
        ...(await counting.open(path)),
        read: async () => Promise.reject(new FormatError('truncated', 'x')),
      }),
    });
    expect(open).toBe(0);
  });

  it('ends a reader whose time is over', async () => {
    const slow = {
      size: weights.length,
      async read(start: number, end: number) {
        const until = performance.now() + 5;
        while (performance.now() < until);
        return memorySource(weights).read(start, end);
      },
    };
    const found = await inspectModel('m', memoryAccess({ m: slow }), {
      limits: { ...DEFAULT_LIMITS, milliseconds: 0 },
    });
    expect(found).toMatchObject({ status: 'inconclusive', observations: [{ kind: 'unread', code: 'resource-limit' }] });
  });

  it('keeps what it is, and why reading stopped, where nothing can be read any more', async () => {
    let reads = 0;
    const ending = {
      size: weights.length,
      read: async (start: number, end: number) => {
        if (++reads > 2) throw new FormatError('resource-limit', 'time is over');
        return memorySource(weights).read(start, end);
      },
    };
    const found = await inspectModel('m', memoryAccess({ m: ending }));
    expect(found).toMatchObject({ status: 'inconclusive', format: { id: 'safetensors' } });
    expect(found.observations).toMatchObject([{ kind: 'unread', code: 'resource-limit', message: 'time is over' }]);
    expect(found).not.toHaveProperty('error');
  });

  it('gives digests only when asked', async () => {
    const files = memoryAccess({ m: weights });
    expect(await inspectModel('m', files)).not.toHaveProperty('sha256');
    const found = await inspectModel('m', files, { digests: true });
    expect(found.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(found.digests).toHaveLength(1);
  });

  it('leaves out offsets of values inside a compressed stream', async () => {
    const { gzipSync } = await import('node:zlib');
    const found = await inspectModel('m.gz', memoryAccess({ 'm.gz': gzipSync(weights) }), { digests: true });
    expect(found.format).toMatchObject({ id: 'safetensors', wrappers: ['gzip'] });
    expect(found.contents.tensors[0]).not.toHaveProperty('offset');
    expect(found.digests?.[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('tells many faults in a number', async () => {
    const entries = Array.from({ length: 3000 }, (_, i) => `"t${i}":{"dtype":"X","shape":[],"data_offsets":[0,0]}`);
    const text = `{${entries.join(',')}}`;
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt(text.length));
    const found = await inspectModel('m', memoryAccess({ m: Buffer.concat([size, Buffer.from(text)]) }));
    expect(found.observations).toHaveLength(1001);
    expect(found.observations.at(-1)).toMatchObject({ code: 'resource-limit' });
  });

  it('adds up a model and its companions', async () => {
    const index = JSON.stringify({ metadata: {}, weight_map: { w: 'a.safetensors' } });
    const found = await inspectModel(
      'd/model.safetensors.index.json',
      memoryAccess({ 'd/model.safetensors.index.json': index, 'd/a.safetensors': weights }),
    );
    expect(found).toMatchObject({
      status: 'complete',
      size: index.length + weights.length,
      companions: ['d/a.safetensors'],
    });
    expect(found.contents.tensors).toMatchObject([{ name: 'w', file: 'a.safetensors' }]);
  });

  it('streams tensors of shards by the index', async () => {
    const index = JSON.stringify({ metadata: {}, weight_map: { w: 'a.safetensors' } });
    const names = [];
    const model = await openContents('i.json', memoryAccess({ 'i.json': index, 'a.safetensors': weights }));
    for (const { info, values } of model.tensors) {
      for await (const part of values?.() ?? []) names.push(info.name, ...part);
    }
    expect(names).toEqual(['w', 1, 2]);
  });
});
