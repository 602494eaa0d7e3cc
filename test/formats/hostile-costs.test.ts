import { describe, expect, it } from '@jest/globals';
import { memorySource } from '../../src/bytes/source.js';
import { hydraTargets } from '../../src/formats/hydra-config.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { templateReaches } from '../../src/formats/jinja-template.js';
import { zipOf } from '../containers/zip-writer.js';
import { ended } from '../ended.js';
import { thoroughly } from '../thorough.js';
import { countingSource, type MemoryFiles, memoryAccess } from './memory-access.js';

const inspect = (path: string, files: MemoryFiles) => inspectModel(path, memoryAccess(files));

describe('what hostile files cost', () => {
  it('reads subscripts inside subscripts once', async () => {
    const depth = 40_000;
    const nested = `{{ ${"x['a'~".repeat(depth)}'__cla'~'ss__'${']'.repeat(depth)} }}`;
    expect(await ended(() => templateReaches(nested))).not.toEqual([]);
    const open = `{{ ${'x['.repeat(20)}y['cl' ~ 'ass' ~ '_x'] }}`;
    expect(templateReaches(open).map(({ kind }) => kind)).toContain('attribute');
  });

  it('looks at the first arguments of a loader alone', async () => {
    const file = `\x80\x02(${'N'.repeat(400_000)}tq\0cpickle\nloads\nq\x01${'h\x01h\0R0'.repeat(50_000)}N.`;
    const found = await ended(() => inspect('m.pkl', { 'm.pkl': Buffer.from(file, 'latin1') }));
    expect(found.contents.globals).toEqual(['pickle.loads']);
  });

  it('looks at what the memo hands to many calls only so often', async () => {
    const tuple = (item: string, at: number) => `(${item.repeat(100)}tq${String.fromCharCode(at)}`;
    const given = `${tuple('N', 0)}${tuple('h\0', 1)}${tuple('h\x01', 2)}h\x02\x85q\x03`;
    const file = Buffer.from(`\x80\x02${given}cbuiltins\nmin\nq\x04${'h\x04h\x03R0'.repeat(100_000)}.`, 'latin1');
    const found = await ended(() => inspect('m.pkl', { 'm.pkl': file }));
    expect(found.contents.observations.map(({ code }) => code)).toContain('resource-limit');
  });

  it.each([
    ['a long word', `{{ '${'a'.repeat(400_000)}' }}`],
    ['a text of quotes that never ends', `{{ '${"\\'".repeat(200_000)} }}`],
    ['subscripts that never end', `{% set x = ${'a['.repeat(200_000)} %}`],
  ])('reads a template with %s once', async (_, template) => {
    expect(await ended(() => templateReaches(template))).toEqual([]);
  });

  it.each([
    ['variables that never end', '= variable('.repeat(100_000)],
    ['blanks between an operation and nothing', `= a${' '.repeat(200_000)}`.repeat(4)],
    ['graphs that never end', 'graph a('.repeat(100_000)],
    ['labels that never end', `x = variable(${"label = '\\'".repeat(100_000)});`],
    ['texts that never end', `${"'\\'".repeat(100_000)}`],
  ])('reads a graph of NNEF with %s once', async (_, text) => {
    const graph = `version 1.0;\ngraph g(x) -> (y) {\n${text}`;
    const found = await ended(() => inspect('g/graph.nnef', { 'g/graph.nnef': graph }));
    expect(found.format.id).toBe('nnef-graph');
    await ended(() => inspect('g/graph.nnef', { 'g/graph.nnef': `version 1.0;\n${text}` }));
  });

  it('reads levels that many columns of a MOJO share once', async () => {
    const columns = Array.from({ length: 20_000 }, (_, i) => `c${i}`);
    const settings = [
      '[info]',
      'h2o_version = 3.46',
      'mojo_version = 1.4',
      '[columns]',
      ...columns,
      '[domains]',
      ...columns.map((_, i) => `${i}: 1000 d000.txt`),
    ].join('\n');
    const levels = Array.from({ length: 1_000 }, (_, i) => `level ${i} ${'x'.repeat(50)}`).join('\n');
    const mojo = zipOf([
      { name: 'model.ini', data: settings },
      { name: 'domains/d000.txt', data: levels, deflate: true },
    ]);
    const found = await ended(() => inspect('m.zip', { 'm.zip': mojo }));
    expect([found.format.id, found.status]).toEqual(['h2o-mojo', 'complete']);
    expect(found.contents.facts.filter(({ key }) => key.startsWith('levels.'))).toHaveLength(columns.length);
  });

  thoroughly('stops at a budget of bytes for all trees of a MOJO together', async () => {
    const tree = Buffer.alloc(40 << 20, 4);
    const mojo = zipOf([
      { name: 'model.ini', data: '[info]\nh2o_version = 3.46\nmojo_version = 1.4\n' },
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((i) => ({ name: `trees/t0${i}_00.bin`, data: tree, deflate: true })),
    ]);
    const { observations } = await inspect('m.zip', { 'm.zip': mojo });
    expect(observations.filter(({ code }) => code === 'resource-limit').map(({ member }) => member)).toEqual([
      'trees/t07_00.bin',
    ]);
  });
});

it('sorts the names of pickles that lie behind each other once', async () => {
  const count = 50_000;
  const pickles = Array.from({ length: count }, (_, i) => `\x80\x02cmod${i}\nname\n.`).join('');
  const { contents } = await ended(() => inspect('m.pkl', { 'm.pkl': Buffer.from(pickles, 'latin1') }));
  expect(contents.globals).toHaveLength(count);
});

it('looks for storages of torch once in bytes that many calls get', async () => {
  const inner = `${'N0'.repeat(100_000)}N.`;
  const given = `B${Buffer.from(Uint32Array.of(inner.length).buffer).toString('latin1')}${inner}\x85q\x010`;
  const calls = 'h\x00h\x01R0'.repeat(10_000);
  const bytes = Buffer.from(`\x80\x03ctorch.storage\n_load_from_bytes\nq\x000${given}${calls}N.`, 'latin1');
  const { contents } = await ended(() => inspect('m.pkl', { 'm.pkl': bytes }));
  expect(contents.globals).toEqual(['torch.storage._load_from_bytes']);
});

describe('pickles hidden where no format explains anything', () => {
  const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
  const call = latin1("cposix\nsystem\n(S'id'\ntR.");
  const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }".padEnd(117).concat('\n');
  const npy = (...rest: Uint8Array[]): Buffer =>
    Buffer.concat([
      latin1('\x93NUMPY\x01\x00'),
      Buffer.from(Uint16Array.of(header.length).buffer),
      latin1(header),
      Buffer.from([1]),
      ...rest,
    ]);
  const found = async (...rest: Uint8Array[]) => inspect('a.npy', { 'a.npy': npy(...rest) });

  it('finds them behind decoys, a megabyte of anything and zeros', async () => {
    const decoys = latin1('\x80\x02\xff'.repeat(100));
    for (const filler of [decoys, Buffer.alloc(1 << 20, 'x'), Buffer.alloc(8 << 20)])
      expect((await found(filler, call)).contents.globals).toEqual(['posix.system']);
  });

  it('reads those that import nothing once, not again for each that comes before', async () => {
    const idle = latin1('\x80\x02N.'.repeat(20_000));
    expect((await ended(() => found(idle, call))).status).toBe('inconclusive');
  });

  it.each([
    ['more beginnings than are tried', latin1('\x80\x02\xff'.repeat(2_000))],
    ['more bytes than are searched', Buffer.alloc(5 << 20, 'x')],
    ['more operations than are followed', latin1(`x\x80\x02${'N0'.repeat(40_000)}`)],
  ])('says that it did not see %s', async (_, filler) => {
    const { status, observations } = await found(filler, call);
    expect(status).toBe('inconclusive');
    expect(observations).toContainEqual(expect.objectContaining({ kind: 'unread', code: 'resource-limit' }));
  });
});

describe('programs that come with a model', () => {
  const program = Buffer.from(`import os\nos.system('id')\n${'#'.repeat(4 << 20)}`);
  const config = JSON.stringify({ model_type: 'a', auto_map: { AutoModel: 'own.A' } });

  it.each<[string, (source: MemoryFiles[string]) => MemoryFiles]>([
    ['m.py', (source) => ({ 'm.py': source })],
    ['d', (source) => ({ 'd/config.json': config, 'd/model.safetensors': '', 'd/own.py': source })],
  ])('are not read where they are longer than is looked through: %s', async (path, filesWith) => {
    const source = countingSource(memorySource(program));
    const { observations, status } = await inspect(path, filesWith(source));
    expect(status).toBe('inconclusive');
    expect(observations.filter(({ code }) => code === 'resource-limit').map(({ message }) => message)).toEqual([
      `expected a program of at most ${4 << 20} bytes, found ${program.length}`,
    ]);
    expect(source.bytesRead).toBeLessThan(1 << 20);
  });
});

it('says that HDF5 has more attributes than are read', async () => {
  const u16 = (value: number) => [value & 255, value >> 8];
  const u64 = (value: number) => [...Buffer.from(BigUint64Array.of(BigInt(value)).buffer)];
  const [none, scalar] = [Array(8).fill(255), [2, 0, 0, 0]];
  const message = (type: number, ...body: number[]) => [type, ...u16(body.length), 0, ...body];
  // A text of one byte.
  const attribute = (name: string) => {
    const type = [0x13, 0, 0, 0, 1, 0, 0, 0];
    const sizes = [...u16(name.length + 1), ...u16(type.length), ...u16(scalar.length)];
    return message(12, 3, 0, ...sizes, 0, ...Buffer.from(`${name}\0`), ...type, ...scalar, 0x61);
  };
  const file = (count: number) => {
    const group = message(2, 0, 0, ...none, ...none);
    const messages = Buffer.concat(
      [group, ...Array.from({ length: count }, (_, i) => attribute(`a${i}`))].map((one) => Buffer.from(one)),
    );
    const length = Buffer.from(Uint32Array.of(messages.length).buffer);
    const header = Buffer.concat([Buffer.from('OHDR\x02\x02'), length, messages, Buffer.alloc(4)]);
    const superblock = [2, 8, 8, 0, ...u64(0), ...none, ...u64(48 + header.length), ...u64(48), 0, 0, 0, 0];
    return Buffer.concat([Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'), Buffer.from(superblock), header]);
  };
  const codes = async (count: number) =>
    (await inspect('m.h5', { 'm.h5': file(count) })).observations.map(({ code }) => code);
  expect([await codes(3), await codes(20_001)]).toEqual([[], ['resource-limit']]);
});

it('looks once for the many programs that a configuration names among many files', async () => {
  const named = Array.from({ length: 100_000 }, (_, i) => [`c${i}`, `m${i}.A`]);
  const files: MemoryFiles = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`d/${i}.txt`, '']));
  files['d/config.json'] = JSON.stringify({ model_type: 'a', auto_map: Object.fromEntries(named) });
  const { observations } = await ended(() => inspect('d', { ...files, 'd/model.safetensors': '' }));
  expect(observations.at(-1)).toMatchObject({ code: 'resource-limit' });
});

describe('broken files beside a model', () => {
  const weights = { 'd/model.safetensors': Buffer.from('\x02\0\0\0\0\0\0\0{}', 'latin1') };

  it('hide nothing of what the others say', async () => {
    const files = {
      ...weights,
      'd/config.json': JSON.stringify({ architectures: ['A'], model_type: 'a' }),
      'd/modules.json': '[{',
      'd/preprocessor_config.json': '{"a":',
      'd/tokenizer_config.json': JSON.stringify({ chat_template: "{{ ''.__class__ }}" }),
    };
    const { observations, status } = await inspect('d', files);
    expect(status).toBe('inconclusive');
    expect(observations.map(({ code, member }) => [code, member]).toSorted()).toEqual([
      ['template-injection', 'tokenizer_config.json#chat_template'],
      ['truncated', 'modules.json'],
      ['truncated', 'preprocessor_config.json'],
    ]);
  });
});

describe('references of Hydra', () => {
  const reference = (key: string): string => `\${${key}}`;

  it('are put in as far as a name may be long', () => {
    const config = Object.fromEntries(
      Array.from({ length: 9 }, (_, i) => [`k${i}`, i < 8 ? reference(`k${i + 1}`).repeat(800) : 'x'.repeat(4_000)]),
    );
    const [target] = hydraTargets({
      ...config,
      _target_: reference('k0'),
      other: { _target_: `${reference('m')}.${reference('n')}` },
      m: 'os',
      n: 'system',
    });
    expect(target?.name.length).toBeLessThan(20_000);
    expect(hydraTargets({ a: { _target_: `${reference('m')}.${reference('n')}` }, m: 'os', n: 'system' })).toEqual([
      { name: 'os.system', path: 'a._target_' },
    ]);
  });
});
