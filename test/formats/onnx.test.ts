import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  bytesField,
  type Message,
  message,
  packed,
  textField,
  varintField,
} from '../../src/containers/protobuf-writer.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { countingSource, type MemoryFiles, memoryAccess, sparseSource } from './memory-access.js';

const FLOAT = 1;
const INT32 = 6;

const tensor = (name: string, shape: number[], type: number, ...values: Message[]): Message =>
  message(...shape.map((size) => varintField(1, size)), varintField(2, type), textField(8, name), ...values);
const raw = (bytes: Uint8Array): Message => bytesField(9, bytes);
const external = (...entries: [string, string][]): Message =>
  message(
    ...entries.map(([key, value]) => bytesField(13, message(textField(1, key), textField(2, value)))),
    varintField(14, 1),
  );
const node = (operator: string, domain = '', ...attributes: Message[]): Message =>
  bytesField(
    1,
    message(textField(4, operator), textField(7, domain), ...attributes.map((attribute) => bytesField(5, attribute))),
  );
const initializer = (value: Message): Message => bytesField(5, value);
const model = (...graph: Message[]): Message =>
  message(
    varintField(1, 8),
    bytesField(7, message(textField(2, 'g'), ...graph)),
    bytesField(8, message(varintField(2, 17))),
  );

const inspect = (bytes: Uint8Array, others: MemoryFiles = {}) =>
  inspectModel('d/m.onnx', memoryAccess({ 'd/m.onnx': bytes, ...others }), { digests: true });
const codes = async (bytes: Uint8Array, others: MemoryFiles = {}) =>
  (await inspect(bytes, others)).observations.map(({ code }) => code);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('onnx', () => {
  it('reads the same values from raw bytes and from typed fields', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 20 }),
        async (numbers) => {
          const bytes = Buffer.alloc(numbers.length * 4);
          for (const [i, value] of numbers.entries()) bytes.writeInt32LE(value, i * 4);
          const found = await inspect(
            model(
              initializer(tensor('raw', [numbers.length], INT32, raw(bytes))),
              initializer(tensor('packed', [numbers.length], INT32, packed(5, numbers))),
              initializer(tensor('loose', [numbers.length], INT32, ...numbers.map((value) => varintField(5, value)))),
            ),
          );
          expect(found.observations).toEqual([]);
          expect(found.digests).toEqual([sha256(bytes), sha256(bytes), sha256(bytes)]);
        },
      ),
    );
  });

  it('counts small integers as they are stored, and lists them a byte each', async () => {
    const INT4 = 22;
    const { contents } = await inspect(
      model(initializer(tensor('q', [5], INT4, raw(Buffer.from([0x21, 0x43, 0x05]))))),
    );
    expect([contents.tensors[0]?.byteLength, contents.storedBytes]).toEqual([5, 3]);
  });

  it('names operators by domain and leaves out those that the model defines itself', async () => {
    const own = bytesField(
      25,
      message(textField(1, 'Own'), textField(10, 'my'), bytesField(7, message(textField(4, 'Relu')))),
    );
    const found = await inspect(message(model(node('Gemm'), node('Own', 'my'), node('Foreign', 'com.example')), own));
    expect(found.contents.operators).toEqual(['Gemm', 'Relu', 'com.example::Foreign']);
  });

  const functionOf = (domain: string, name: string, ...body: string[]): Message =>
    bytesField(
      25,
      message(
        textField(1, name),
        textField(10, domain),
        ...body.map((operator) =>
          bytesField(
            7,
            message(
              textField(4, operator.split('::').at(-1) as string),
              textField(7, operator.includes('::') ? (operator.split('::')[0] as string) : ''),
            ),
          ),
        ),
      ),
    );

  it('takes no function for the operator that it is made of, nor for one of the standard', async () => {
    const itself = await inspect(message(model(node('Evil', 'ops')), functionOf('ops', 'Evil', 'ops::Evil')));
    expect(itself.contents.operators).toEqual(['ops::Evil']);
    const replaced = await inspect(message(model(node('Add')), functionOf('', 'Add', 'Sub')));
    expect(replaced.observations).toMatchObject([{ code: 'invalid-structure', name: 'Add' }]);
  });

  it('tells of compiled models that are handed to a vendor', async () => {
    const attribute = (name: string, ...value: Message[]) => message(textField(1, name), ...value);
    const context = (path: string) =>
      node(
        'EPContext',
        'com.microsoft',
        attribute('embed_mode', varintField(3, 0)),
        attribute('ep_cache_context', textField(4, path)),
      );
    expect(await codes(model(context('../x.bin')))).toEqual(['path-escape']);
    expect(await codes(model(context('x.bin')))).toEqual(['external-reference']);
  });

  it('counts tensors in attributes and sub-graphs, and looks for their files too', async () => {
    const inner = tensor('c', [1], FLOAT, external(['location', '../x']));
    const found = await inspect(
      model(node('If', '', message(textField(1, 'then'), bytesField(6, message(initializer(inner)))))),
    );
    expect(found.contents.tensors).toEqual([]);
    expect(found.contents.facts).toContainEqual(
      expect.objectContaining({ key: 'nested_tensors', value: { count: 1, bytes: 4 } }),
    );
    expect(found.observations).toMatchObject([{ kind: 'external', code: 'path-escape', name: '../x' }]);
  });

  it('reads external data from the folder of the model', async () => {
    const data = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]);
    const bytes = model(
      initializer(tensor('w', [1], FLOAT, external(['location', 'w/a.bin'], ['offset', '4'], ['length', '4']))),
    );
    const found = await inspect(bytes, { 'd/w/a.bin': data });
    expect(found.companions).toEqual(['d/w/a.bin']);
    expect(found.contents.tensors).toMatchObject([{ file: 'w/a.bin', offset: 4, byteLength: 4 }]);
    expect(found.digests).toEqual([sha256(data.subarray(4))]);
  });

  it.each([0, 1, 2])('looks before, between and behind the values of a file: %d', async (place) => {
    const call = Buffer.from("cposix\nsystem\n(S'echo fixture'\ntR.");
    const parts = Array.from({ length: 3 }, (_, i) => (i === place ? call : Buffer.alloc(64)));
    const [before, between] = parts.map(({ length }) => length) as [number, number];
    // Six small integers take three bytes, of which only the stored ones are values.
    const placed = [before, before + 3 + between].map((offset, i) =>
      initializer(tensor(`q${i}`, [6], 22, external(['location', 'w.bin'], ['offset', String(offset)]))),
    );
    const values = Buffer.from([1, 2, 3]);
    const file = Buffer.concat([parts[0]!, values, parts[1]!, values, parts[2]!]);
    const found = await inspect(model(...placed), { 'd/w.bin': file });
    expect([found.contents.globals, found.status]).toEqual([['posix.system'], 'complete']);
  });

  it('takes the values of small integers for no more than they are, wherever they lie', async () => {
    const bytes = 5 << 20;
    const placed = [0, 1, 2].map((i) =>
      initializer(tensor(`q${i}`, [bytes * 2], 22, external(['location', 'w.bin'], ['offset', String(i * bytes)]))),
    );
    const files = { 'm.onnx': model(...placed), 'w.bin': Buffer.alloc(3 * bytes, 'x') };
    const found = await inspectModel('m.onnx', memoryAccess(files));
    expect([found.observations, found.status]).toEqual([[], 'complete']);
  });

  it.each([
    ['an absolute path', [['location', '/etc/passwd']], {}, 'path-escape'],
    ['a path upward', [['location', 'a/../../x']], {}, 'path-escape'],
    ['a path of another system', [['location', 'C:\\x']], {}, 'path-escape'],
    ['an address', [['location', 'http://127.0.0.1:9/x']], {}, 'path-escape'],
    [
      'a key that is an attribute of Python objects',
      [
        ['location', 'x'],
        ['__class__', 'y'],
      ],
      { 'd/x': Buffer.alloc(4) },
      'path-escape',
    ],
    ['a link', [['location', 'x']], { 'd/x': { kind: 'symlink' } }, 'symlink'],
    ['a link on the way', [['location', 'x/y']], { 'd/x': { kind: 'symlink' } }, 'symlink'],
    ['a file that is missing', [['location', 'x']], {}, 'missing-file'],
    ['a file that is too short', [['location', 'x']], { 'd/x': Buffer.alloc(3) }, 'invalid-structure'],
    [
      'a length that contradicts the shape',
      [
        ['location', 'x'],
        ['length', '9'],
      ],
      { 'd/x': Buffer.alloc(9) },
      'invalid-structure',
    ],
    [
      'an offset that is no number',
      [
        ['location', 'x'],
        ['offset', 'a'],
      ],
      { 'd/x': Buffer.alloc(9) },
      'invalid-structure',
    ],
    [
      'a place given twice, beyond the file',
      [
        ['location', 'x'],
        ['offset', '0'],
        ['offset', '99'],
      ],
      { 'd/x': Buffer.alloc(4) },
      'out-of-bounds',
    ],
  ] as [string, [string, string][], MemoryFiles, string][])(
    'reports external data at %s',
    async (_what, entries, others, code) => {
      expect(await codes(model(initializer(tensor('w', [1], FLOAT, external(...entries)))), others)).toContain(code);
    },
  );

  it.each([
    [
      'values that contradict the shape',
      model(initializer(tensor('w', [3], FLOAT, raw(Buffer.alloc(8))))),
      'invalid-structure',
    ],
    ['no values', model(initializer(tensor('w', [3], FLOAT))), 'invalid-structure'],
    ['an unknown data type', model(initializer(tensor('w', [3], 99, raw(Buffer.alloc(3))))), 'unsupported'],
    ['a shape that overflows', model(initializer(tensor('w', [2 ** 40, 2 ** 40], FLOAT))), 'invalid-structure'],
    [
      'an initializer given twice',
      model(
        initializer(tensor('w', [], FLOAT, raw(Buffer.alloc(4)))),
        initializer(tensor('w', [], FLOAT, raw(Buffer.alloc(4)))),
      ),
      'duplicate-key',
    ],
    ['two graphs', message(model(), model()), 'invalid-structure'],
    [
      'a graph cut off',
      model(initializer(tensor('w', [3], FLOAT, raw(Buffer.alloc(12))))).subarray(0, -8),
      'truncated',
    ],
  ])('reports %s', async (_what, bytes, code) => {
    expect(await codes(bytes)).toContain(code);
  });

  it('reports graphs nested beyond the limit, without a stack overflow', async () => {
    let graph = message(textField(2, 'g'));
    for (let i = 0; i < 400; i++) graph = message(node('If', '', message(bytesField(6, graph))));
    expect(await codes(model(graph))).toEqual(['resource-limit']);
  });

  it('steps over gigabytes of values', async () => {
    const bytes = 4_000_000_000;
    const inner = message(varintField(1, bytes / 4), varintField(2, FLOAT), textField(8, 'w'));
    // The tensor's last field is the tag and length of its values; the values are the zeros that follow.
    const values = Buffer.concat([Buffer.from([0x4a]), varintField(1, bytes).subarray(1)]);
    const within = (field: number, parts: Uint8Array[], follows: number): Buffer => {
      const body = Buffer.concat(parts);
      return Buffer.concat([Buffer.from([(field << 3) | 2]), varintField(1, body.length + follows).subarray(1), body]);
    };
    const head = Buffer.concat([
      varintField(1, 8),
      within(7, [textField(2, 'g'), within(5, [inner, values], bytes)], bytes),
    ]);
    const source = countingSource(sparseSource(head.length + bytes, head));
    const found = await inspectModel('m.onnx', memoryAccess({ 'm.onnx': source }));
    expect(found.contents.tensors).toMatchObject([{ name: 'w', byteLength: bytes }]);
    expect(found.status).toBe('complete');
    expect(source.bytesRead).toBeLessThan(100_000);
  });
});
