import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { memorySource } from '../../src/bytes/source.js';
import type { FileAccess } from '../../src/formats/file-access.js';
import { inspectModel } from '../../src/formats/inspect.js';
import type { Inspection } from '../../src/formats/inspection.js';
import { tarOf } from '../containers/tar-writer.js';
import { type Entry, zipOf } from '../containers/zip-writer.js';

/** Every payload only names `posix.system`; nothing here is ever loaded. */
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const CALL = 'cposix\nsystem\n(X\x04\x00\x00\x00echotR';
const PAYLOAD = latin1(`\x80\x02${CALL}.`);
const EMPTY = latin1('\x80\x02}.');
const torchZip = (pickle: Uint8Array, ...extra: Entry[]): Buffer =>
  zipOf([
    { name: 'm/data.pkl', data: pickle },
    { name: 'm/version', data: '3\n' },
    { name: 'm/byteorder', data: 'little' },
    ...extra,
  ]);

const fileOf = (bytes: Uint8Array): FileAccess => ({
  open: async () => ({ ...memorySource(bytes), close: async () => undefined }),
  list: async () => [],
  kind: async (path) => (path === '' || path === '.' ? 'directory' : 'file'),
});
const inspect = (bytes: Uint8Array, path = 'model.pt'): Promise<Inspection> => inspectModel(path, fileOf(bytes));
const codes = ({ observations }: Inspection): string[] =>
  observations.filter(({ kind }) => kind !== 'callable').map(({ code }) => code);

const npyOfObjects = (pickle: Uint8Array): Buffer => {
  const header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }".padEnd(117).concat('\n');
  return Buffer.concat([
    latin1('\x93NUMPY\x01\x00'),
    Buffer.from(Uint16Array.of(header.length).buffer),
    latin1(header),
    pickle,
  ]);
};

describe('hostile files of Python formats', () => {
  it.each<[string, Uint8Array, string]>([
    ['a pickle', PAYLOAD, 'pickle'],
    ['a pickle of protocol 0 (CVE-2025-10155)', latin1('cposix\nsystem\n(Vecho\ntR.'), 'pickle'],
    ['a second pickle', Buffer.concat([EMPTY, PAYLOAD]), 'pickle'],
    ['a torch zip', torchZip(PAYLOAD), 'pytorch-zip'],
    [
      'a torch zip whose pickle breaks afterwards (nullifAI)',
      torchZip(latin1(`\x80\x02${CALL}\xff\xff`)),
      'pytorch-zip',
    ],
    ['a second data.pkl', torchZip(EMPTY, { name: 'm/data.pkl', data: PAYLOAD }), 'pytorch-zip'],
    ['bytes before the zip', Buffer.concat([PAYLOAD, torchZip(EMPTY)]), 'pytorch-zip'],
    [
      'a flag that claims encryption (CVE-2025-1945)',
      zipOf([
        { name: 'm/data.pkl', data: PAYLOAD, flags: 1 },
        { name: 'm/version', data: '3' },
      ]),
      'pytorch-zip',
    ],
    ['a torch zip cut before its directory', torchZip(PAYLOAD).subarray(0, 80), 'pytorch-zip'],
    ['a checkpoint inside a zip', zipOf([{ name: 'm.pt', data: torchZip(PAYLOAD) }]), 'zip'],
    [
      'a tar of torch 0.1 (CVE-2025-32434)',
      tarOf(
        ['sys_info', 'pickle', 'storages', 'tensors'].map((name) => ({
          name,
          data: name === 'pickle' ? PAYLOAD : latin1('\x80\x02K\x00.'),
        })),
      ),
      'pytorch-legacy-tar',
    ],
    ['an array of objects (CVE-2019-6446)', npyOfObjects(PAYLOAD), 'npy'],
    ['an array of objects in an npz', zipOf([{ name: 'a.npy', data: npyOfObjects(PAYLOAD), deflate: true }]), 'npz'],
    [
      'a torch file inside an exported program',
      zipOf([
        { name: 'm/archive_format', data: 'pt2' },
        { name: 'm/data/sample_inputs/model.pt', data: torchZip(PAYLOAD) },
      ]),
      'torch-export-pt2',
    ],
    [
      'a package',
      zipOf([
        { name: 'm/.data/extern_modules', data: 'torch\n' },
        { name: 'm/.data/version', data: '6' },
        { name: 'm/model/model.pkl', data: PAYLOAD },
      ]),
      'torch-package',
    ],
    [
      'a model of a server',
      zipOf([
        { name: 'MAR-INF/MANIFEST.json', data: '{"model":{"handler":"handler.py"}}' },
        { name: 'm.pt', data: torchZip(PAYLOAD) },
      ]),
      'torchserve-mar',
    ],
  ])('reports the name that %s imports', async (_, bytes, id) => {
    const found = await inspect(bytes);
    expect([found.format.id, found.contents.globals]).toEqual([id, ['posix.system']]);
    expect(found.observations.filter(({ kind }) => kind === 'callable').map(({ name }) => name)).toContain(
      'posix.system',
    );
    expect(found.contents.loading).toBe('code');
  });

  it('reports the name that a member with another extension imports (CVE-2025-1889)', async () => {
    const found = await inspect(torchZip(EMPTY, { name: 'm/extra.cfg', data: PAYLOAD }));
    expect(found.contents.globals).toEqual(['posix.system']);
    expect(found.observations).toContainEqual(expect.objectContaining({ name: 'posix.system', member: 'm/extra.cfg' }));
  });

  it('reports a fake magic number with what the first pickle does besides (GHSA-97f8-7cmv-76j2)', async () => {
    const magic = '\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.';
    const found = await inspect(latin1(`\x80\x02${CALL}0${magic}\x80\x02M\xe9\x03.\x80\x02}.\x80\x02}.\x80\x02].`));
    expect([found.format.id, found.contents.globals, found.contents.weightsOnlyLoadable]).toEqual([
      'pytorch-legacy-stacked',
      ['posix.system'],
      false,
    ]);
  });

  it('reports names hidden in the bytes of a joblib array, which pickle.load would run', async () => {
    const wrapper = 'cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81';
    const state = '}(X\x05\x00\x00\x00dtypecnumpy\ndtype\n(X\x02\x00\x00\x00u1K\x00K\x01tRX\x05\x00\x00\x00shape';
    const values = `${CALL}.`;
    const found = await inspect(
      latin1(`\x80\x02${wrapper}${state}K${String.fromCharCode(values.length)}\x85ub${values}.`),
      'x.joblib',
    );
    expect(found.contents.globals).toContain('posix.system');
    expect(codes(found)).toContain('invalid-structure');
  });

  it('takes no numbers for an import of what a class of the pickle is called', async () => {
    const text = (value: string): string => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
    const wrapper = 'cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81';
    const state = `}(${text('dtype')}cnumpy\ndtype\n(${text('u1')}K\x00K\x01tR${text('shape')}`;
    const judged = async (module: string) => {
      // Values that fetch two texts and import the second of the first.
      const values = 'h\x00h\x01\x93.';
      const before = `(${text(module)}q\x00${text('fit')}q\x01csklearn.tree._classes\nDecisionTreeClassifier\n)\x81`;
      const file = `\x80\x04${before}${wrapper}${state}K${String.fromCharCode(values.length)}\x85ub${values}t.`;
      return (await inspect(latin1(file), 'x.joblib')).status;
    };
    expect(await judged('DecisionTreeClassifier')).toBe('complete');
    expect(await judged('shutil')).toBe('inconclusive');
  });

  it('answers a memo that doubles sixty times at once, and not with a pass', async () => {
    const doubling = Array.from(
      { length: 60 },
      (_, i) => `h${String.fromCharCode(i)}h${String.fromCharCode(i)}\x86q${String.fromCharCode(i + 1)}`,
    ).join('');
    const found = await inspect(latin1(`\x80\x02X\x03\x00\x00\x00lolq\x00${doubling}.`), 'm.pkl');
    expect([found.status, codes(found)]).toEqual(['inconclusive', ['resource-limit']]);
  });

  const DEEP = 20_000;
  it.each<[string, string]>([
    ['tuples inside each other', `\x80\x02)${'\x85'.repeat(DEEP)}.`],
    ['lists inside each other', `\x80\x02${']'.repeat(DEEP)}${'a'.repeat(DEEP - 1)}.`],
    ['marks that nothing closes', `\x80\x02${'('.repeat(DEEP)}.`],
    ['tuples of three that repeat one, doubled in depth', `\x80\x02)${'22\x87'.repeat(DEEP)}.`],
    ['a memo entry at the largest index', '\x80\x02]r\xff\xff\xff\xff.'],
    ['text of 2^62 bytes', '\x80\x04\x8d\x00\x00\x00\x00\x00\x00\x00\x40x.'],
    ['an integer of 2 GB', '\x80\x02\x8b\xff\xff\xff\x7fx.'],
    ['a frame of 2^62 bytes', '\x80\x04\x95\x00\x00\x00\x00\x00\x00\x00\x40N.'],
    ['bytes of a bytearray of 2^62', '\x80\x05\x96\x00\x00\x00\x00\x00\x00\x00\x40x.'],
    ['a call behind all of them', `\x80\x02cos\nsystem\nX\x02\x00\x00\x00id\x85R0)${'\x85'.repeat(DEEP)}.`],
  ])('ends with an answer: %s', async (what, text) => {
    const found = await inspect(latin1(text), 'm.pkl');
    expect([found.status, codes(found).length > 0]).toEqual(['inconclusive', true]);
    if (what.startsWith('a call')) expect(found.contents.globals).toContain('os.system');
  });

  it('reports a storage that is not in the file', async () => {
    const tensor =
      'ctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x02tQK\x00K\x02\x85K\x01\x85\x89ccollections\nOrderedDict\n)RtR';
    const found = await inspect(torchZip(latin1(`\x80\x02${tensor}.`)));
    expect([found.status, codes(found)]).toEqual(['inconclusive', ['missing-file']]);
    expect(found.contents.tensors).toEqual([{ name: '', dtype: 'float32', shape: [2], byteLength: 8 }]);
  });

  it('reports views that leave their storage (CVE-2026-24747)', async () => {
    const tensor = (size: number, stride: number) =>
      `ctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x02tQK\x00K${String.fromCharCode(size)}\x85K${String.fromCharCode(stride)}\x85\x89ccollections\nOrderedDict\n)RtR`;
    const storage = { name: 'm/data/0', data: Buffer.alloc(8) };
    expect(codes(await inspect(torchZip(latin1(`\x80\x02${tensor(2, 1)}.`), storage)))).toEqual([]);
    expect(codes(await inspect(torchZip(latin1(`\x80\x02${tensor(2, 9)}.`), storage)))).toEqual(['out-of-bounds']);
  });

  it.each<[string, string, string]>([
    ['an item set on a tensor (CVE-2026-24747)', 'ctorch._utils\n_rebuild_tensor_v2\n)RK\x00K\x01s', 'set-on-tensor'],
    ['attributes set on a function', 'cnumpy\nprod\n}b', 'set-on-global'],
    ['an item set on the modules of Python', 'csys\nmodules\nX\x01\x00\x00\x00aK\x01s', 'set-on-global'],
    ['an item set on a number', 'K\x01K\x00K\x01s', 'invalid-structure'],
  ])('reports %s', async (_, body, code) => {
    const found = await inspect(latin1(`\x80\x02${body}.`), 'm.pkl');
    expect(found.observations.map((observation) => observation.code)).toContain(code);
    expect(found.contents.loading === 'code' || found.status === 'inconclusive').toBe(true);
  });

  it('reports a Hydra target and a member that leaves a NeMo archive', async () => {
    const found = await inspect(
      tarOf([
        { name: 'model_config.yaml', data: 'a:\n  _target_: os.system\nseed: 7\n' },
        { name: '../../x', data: '' },
      ]),
      'm.nemo',
    );
    expect(found.observations.map(({ kind, code, name }) => [kind, code, name])).toEqual([
      ['external', 'path-escape', '../../x'],
      ['callable', 'hydra-target', 'os.system'],
    ]);
    expect(found.contents.facts).toContainEqual({ key: 'seed', value: 7, where: 'model_config.yaml#seed' });
  });

  it.each([
    ['in a list', 'a:\n- {b: [{_target_: os.system}]}\n', 'os.system'],
    ['put together by references', `x: {m: os, f: system}\na: {_target_: "${'$'}{x.m}.${'$'}{x.f}"}\n`, 'os.system'],
    ['by an anchor', 'x: &t os.system\na: {_target_: *t}\n', 'os.system'],
    ['in a tag of Python', 'a: !!python/object/apply:os.system [id]\n', 'os.system'],
    [
      'at depth',
      `${Array.from({ length: 60 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')}\n${' '.repeat(60)}_target_: os.system\n`,
      'os.system',
    ],
  ])('reports a target %s', async (_, data, name) => {
    const found = await inspect(tarOf([{ name: 'model_config.yaml', data }]), 'm.nemo');
    expect(found.observations).toMatchObject([{ code: 'hydra-target', name }]);
  });

  it('reports a skops loader that takes another class than its own (CVE-2025-54412)', async () => {
    const schema = {
      __class__: 'LogisticRegression',
      __module__: 'sklearn.linear_model',
      __loader__: 'OperatorFuncNode',
      content: {},
    };
    const found = await inspect(zipOf([{ name: 'schema.json', data: JSON.stringify(schema) }]), 'm.skops');
    expect(found.observations.map(({ kind, code }) => [kind, code])).toEqual([['callable', 'skops']]);
  });

  it('reports native code in an exported program', async () => {
    const found = await inspect(
      zipOf([
        { name: 'm/archive_format', data: 'pt2' },
        { name: 'm/data/aotinductor/model/x.so', data: '\x7fELF' },
      ]),
      'm.pt2',
    );
    expect(found.observations.map(({ code, name }) => [code, name])).toContainEqual([
      'native-code',
      'm/data/aotinductor/model/x.so',
    ]);
  });

  it('reports operators of TorchScript that reach files', async () => {
    const code = 'def forward(self):\n  x = torch.from_file("/etc/x")\n  return torch.add("torch.save(", x)\n';
    const found = await inspect(
      torchZip(
        EMPTY,
        { name: 'm/constants.pkl', data: latin1('\x80\x02).') },
        { name: 'm/code/__torch__.py', data: code, deflate: true },
      ),
    );
    expect([found.format.id, found.contents.operators, found.contents.loading]).toEqual([
      'torchscript',
      ['torch.add', 'torch.from_file'],
      'program',
    ]);
    expect(found.observations.map(({ name }) => name)).toEqual(['torch.from_file']);
  });

  it('stops at archives inside archives', async () => {
    let bytes = zipOf([{ name: 'x.pkl', data: PAYLOAD }]);
    for (let i = 0; i < 12; i++) bytes = zipOf([{ name: 'n.zip', data: bytes }]);
    const found = await inspect(bytes, 'n.zip');
    expect([found.status, codes(found)]).toEqual(['inconclusive', ['resource-limit']]);
  });

  it('stops at an archive that inflates beyond reason', async () => {
    const found = await inspect(zipOf([{ name: 'a.bin', data: Buffer.alloc(30 << 20), deflate: true }]), 'a.zip');
    expect([found.status, codes(found)]).toEqual(['inconclusive', ['resource-limit']]);
  });

  it('reads encrypted archives as far as names go', async () => {
    const found = await inspect(zipOf([{ name: 'data.pkl', data: 'x'.repeat(20), flags: 1, size: 8 }]), 'm.pt');
    expect([found.format.id, found.status, codes(found)]).toEqual(['zip-encrypted', 'inconclusive', ['encrypted']]);
  });

  it('keeps every limit in its message', async () => {
    const found = await inspectModel('m.pkl', fileOf(latin1(`\x80\x02${'N0'.repeat(500)}N.`)), {
      limits: { ...DEFAULT_LIMITS, pickleOperations: 100 },
    });
    expect(found.observations.map(({ message }) => message)).toEqual([
      'expected at most 100 pickle operations, found more at offset 101',
    ]);
  });
});
