import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { assessSafety } from '../../src/assess/safety.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { zipOf } from '../containers/zip-writer.js';
import { type MemoryFiles, memoryAccess } from './memory-access.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures');
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
/** What a pickle of protocol 0 calls; `echo` harms nobody, and nothing here is ever loaded. */
const PAYLOAD = latin1("cposix\nsystem\n(S'echo fixture'\ntR.");

async function judged(path: string, files: MemoryFiles) {
  const { verdict, status } = assessSafety(await inspectModel(path, memoryAccess(files)));
  return [verdict, status];
}
const verdictOf = async (path: string, files: MemoryFiles) => (await judged(path, files))[0];

describe('pickles in HDF5, as PyTables and hickle keep them', () => {
  const honest = readFileSync(join(fixtures, 'hdf5', 'pytables-objects.h5'));
  const altered = (from: string, to: string): Buffer => {
    const copy = Buffer.from(honest);
    const at = copy.indexOf(from, 0, 'latin1');
    expect(at).toBeGreaterThan(0);
    copy.write(to.padEnd(from.length, 'x'), at, 'latin1');
    return copy;
  };

  it('are data where they make data', async () => {
    expect(await judged('m.h5', { 'm.h5': honest })).toEqual(['safe', 'complete']);
  });
  it('are seen in attributes', async () => {
    const h5 = altered('ccollections\nOrderedDict', 'cposix\nsystem');
    expect(await verdictOf('m.h5', { 'm.h5': h5 })).toBe('dangerous');
  });
  it('are seen in rows of objects', async () => {
    const h5 = altered('\x8c\x0bcollections\x94\x8c\x0bOrderedDict', '\x8c\x0bos.path.abc\x94\x8c\x0bOrderedDict');
    expect(await verdictOf('m.h5', { 'm.h5': h5 })).toBe('dangerous');
  });
});

describe('arrays of NumPy', () => {
  const npy = (descr: string) => {
    const header = `{'descr': ${descr}, 'fortran_order': False, 'shape': (1,), }`.padEnd(117).concat('\n');
    const length = Buffer.from(Uint16Array.of(header.length).buffer);
    return Buffer.concat([latin1('\x93NUMPY\x01\0'), length, latin1(header), PAYLOAD]);
  };
  it.each(["'object'", "'object_'", "'O,f8'", "{'names': ['a'], 'formats': ['O']}", "'|O8'"])(
    'hold objects also as %s',
    async (descr) => expect(await verdictOf('a.npy', { 'a.npy': npy(descr) })).toBe('dangerous'),
  );
});

describe('configurations of Keras', () => {
  const lambda = { class_name: 'Lambda', config: { name: 'l', function: { class_name: '__lambda__', config: {} } } };
  const text = JSON.stringify({ class_name: 'Sequential', config: { name: 's', layers: [lambda] } });
  const keras = (config: string | Buffer) =>
    zipOf([
      { name: 'metadata.json', data: '{"keras_version":"3.5.0"}' },
      { name: 'config.json', data: config },
    ]);
  const utf16 = Buffer.from(text, 'utf16le');
  const utf32 = Buffer.from(Uint32Array.from(text, (letter) => letter.codePointAt(0) as number).buffer);

  it.each([
    ['UTF-16', utf16],
    ['UTF-16 with a mark', Buffer.concat([latin1('\xff\xfe'), utf16])],
    ['UTF-16, the other way round', Buffer.from(utf16).swap16()],
    ['UTF-32', utf32],
    ['UTF-32, the other way round', Buffer.from(utf32).swap32()],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
  ])('are read in %s, as Python reads them', async (_, config) => {
    expect(await verdictOf('m.keras', { 'm.keras': keras(config) })).toBe('dangerous');
  });
});

describe('configurations of Keras in HDF5', () => {
  const honest = readFileSync(join(fixtures, 'keras', 'keras-seq-h5.h5'));
  const altered = (...changes: [string, string][]): Buffer => {
    const copy = Buffer.from(honest);
    for (const [from, to] of changes) {
      expect([to.length, copy.includes(from)]).toEqual([from.length, true]);
      copy.write(to, copy.indexOf(from), 'latin1');
    }
    return copy;
  };
  const lambda: [string, string] = ['"class_name": "Dense"', '"class_name":"Lambda"'];

  it('hide nothing behind a broken one, or behind a key that is there twice', async () => {
    expect(await judged('m.h5', { 'm.h5': honest })).toEqual(['safe', 'complete']);
    const broken = altered(lambda, ['{"loss"', '["loss"']);
    expect(await judged('m.h5', { 'm.h5': broken })).toEqual(['dangerous', 'inconclusive']);
    const twice = altered(lambda, ['"units"', '"name" ']);
    expect((await judged('m.h5', { 'm.h5': twice }))[0]).toBe('dangerous');
  });
});

describe('members of a zip that other methods compress', () => {
  /** The same file in each method, as Python writes them. */
  const zip = (method: number): Buffer => {
    const file = readFileSync(join(fixtures, 'compressed', `member-${method}.zip`));
    expect(file.readUInt16LE(8)).toBe(method);
    return file;
  };
  it.each([12, 14])('are read: method %d', async (method) => {
    expect(await judged('m.zip', { 'm.zip': zip(method) })).toEqual(['dangerous', 'complete']);
  });
  it.each([12, 14])('are bounded and may be broken: method %d', async (method) => {
    const cut = Buffer.from(zip(method));
    cut.fill(0xff, 50, 60);
    expect((await judged('m.zip', { 'm.zip': cut }))[1]).toBe('inconclusive');
  });
});

describe('other formats', () => {
  it('of which an object that skops calls a type is a function', async () => {
    const node = (name: string) => ({ __class__: name, __module__: 'builtins', __loader__: 'TypeNode', __id__: 1 });
    const skops = (name: string) => zipOf([{ name: 'schema.json', data: JSON.stringify(node(name)) }]);
    expect(await verdictOf('m.skops', { 'm.skops': skops('eval') })).toBe('dangerous');
    expect(await verdictOf('m.skops', { 'm.skops': skops('int') })).toBe('safe');
  });

  it('of which the first protocol of skops keeps the name of a function in its content', async () => {
    const node = (module: string, name: string) => ({
      __class__: 'function',
      __module__: 'builtins',
      __loader__: 'FunctionNode',
      content: { module_path: module, function: name },
    });
    const skops = (module: string, name: string) =>
      zipOf([{ name: 'schema.json', data: JSON.stringify(node(module, name)) }]);
    expect(await verdictOf('m.skops', { 'm.skops': skops('os', 'system') })).toBe('dangerous');
    expect(await verdictOf('m.skops', { 'm.skops': skops('scipy.special', 'expit') })).toBe('library-classes');
  });

  it('of which chunks of Zarr are pickles', async () => {
    const array = { zarr_format: 2, shape: [1], chunks: [1], dtype: '|O', filters: [{ id: 'pickle' }], order: 'C' };
    const files = (chunk: Buffer) => ({
      'd/.zgroup': '{"zarr_format":2}',
      'd/a/.zarray': JSON.stringify({ ...array, compressor: { id: 'zlib' } }),
      'd/a/0': chunk,
    });
    expect(await verdictOf('d/.zgroup', files(PAYLOAD))).toBe('dangerous');
    expect(await verdictOf('d/.zgroup', files(deflateSync(PAYLOAD)))).toBe('dangerous');
    expect(await judged('d/.zgroup', files(latin1('\x80\x02}.')))).toEqual(['unknown', 'inconclusive']);
  });

  it('of which a MOJO holds what H2O never writes', async () => {
    const settings = { name: 'model.ini', data: '[info]\nh2o_version = 3.46\nmojo_version = 1.4\n' };
    const mojo = (name: string, data: Buffer) => zipOf([settings, { name, data }]);
    expect(await verdictOf('m.zip', { 'm.zip': mojo('experimental/x.ser', PAYLOAD) })).toBe('dangerous');
    expect(await verdictOf('m.zip', { 'm.zip': mojo('domains/d000.txt', latin1('a\nb\n')) })).toBe('safe');
  });

  it('of which a SavedModel leaves out its version', async () => {
    const field = (number: number, content: string) =>
      `${String.fromCharCode(number * 8 + 2, content.length)}${content}`;
    const graph = (op: string) => field(2, field(2, field(1, field(1, 'n') + field(2, op))));
    const files = (op: string) => ({ 'd/saved_model.pb': latin1(graph(op)) });
    expect(await verdictOf('d/saved_model.pb', files('PyFunc'))).toBe('dangerous');
    expect(await verdictOf('d/saved_model.pb', files('Identity'))).toBe('unknown');
  });

  it('of which OpenVINO needs a library, or explains not all of the weights', async () => {
    const layer = (type: string, version: string) => `<layer id="0" name="c" type="${type}" version="${version}">`;
    const constant = `${layer('Const', 'opset1')}<data element_type="f32" shape="4" offset="0" size="16"/></layer>`;
    const files = (layers: string, weights: Buffer) => ({
      'm.xml': `<net name="m" version="11"><layers>${layers}</layers></net>`,
      'm.bin': weights,
    });
    const zeros = Buffer.alloc(16);
    expect(await verdictOf('m.xml', files(constant, zeros))).toBe('safe');
    expect(await verdictOf('m.xml', files(`${constant}${layer('Own', 'extension')}</layer>`, zeros))).toBe('unknown');
    expect(await verdictOf('m.xml', files(constant, Buffer.concat([zeros, PAYLOAD])))).toBe('dangerous');
  });
});
