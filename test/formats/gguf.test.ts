import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inspectModel } from '../../src/formats/inspect.js';
import { countingSource, memoryAccess, sparseSource } from './memory-access.js';

/** Writes GGUF 3 in either byte order. */
class Writer {
  readonly parts: Buffer[] = [];
  constructor(readonly little = true) {}
  u32(value: number): this {
    const bytes = Buffer.alloc(4);
    if (this.little) bytes.writeUInt32LE(value);
    else bytes.writeUInt32BE(value);
    this.parts.push(bytes);
    return this;
  }
  u64(value: number | bigint): this {
    const bytes = Buffer.alloc(8);
    if (this.little) bytes.writeBigUInt64LE(BigInt(value));
    else bytes.writeBigUInt64BE(BigInt(value));
    this.parts.push(bytes);
    return this;
  }
  text(value: string): this {
    const bytes = Buffer.from(value);
    this.u64(bytes.length).parts.push(bytes);
    return this;
  }
  header(tensors: number | bigint, values: number | bigint): this {
    this.parts.push(Buffer.from('GGUF'));
    return this.u32(3).u64(tensors).u64(values);
  }
  tensor(name: string, dimensions: number[], type: number, offset: number): this {
    this.text(name).u32(dimensions.length);
    for (const size of dimensions) this.u64(size);
    return this.u32(type).u64(offset);
  }
  bytes(): Buffer {
    return Buffer.concat(this.parts);
  }
  /** With `data` after padding to 32. */
  file(data: Uint8Array): Buffer {
    const head = this.bytes();
    return Buffer.concat([head, Buffer.alloc((32 - (head.length % 32)) % 32), data]);
  }
}

const F32 = 0;
const Q4_0 = 2;
const inspect = (bytes: Uint8Array) => inspectModel('m.gguf', memoryAccess({ 'm.gguf': bytes }), { digests: true });
const codes = async (bytes: Uint8Array) => (await inspect(bytes)).observations.map(({ code }) => code);

describe('gguf', () => {
  it('keeps what a template reaches where the tensors behind it are cut off', async () => {
    const file = new Writer().header(1, 1).text('tokenizer.chat_template').u32(8).text("{{ ''.__class__ }}").bytes();
    const found = await inspect(file);
    expect(found.status).toBe('inconclusive');
    expect(found.observations.map(({ code }) => code)).toEqual(['truncated', 'template-injection']);
    expect(found.contents.tensors).toEqual([]);
  });

  it('reads either byte order to the same values', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 9 }),
        fc.string({ maxLength: 9 }),
        async (numbers, name) => {
          const digests = [];
          for (const little of [true, false]) {
            const data = Buffer.alloc(numbers.length * 4);
            for (const [i, value] of numbers.entries())
              if (little) data.writeFloatLE(value, i * 4);
              else data.writeFloatBE(value, i * 4);
            const found = await inspect(
              new Writer(little)
                .header(1, 1)
                .text('general.name')
                .u32(8)
                .text(name)
                .tensor('w', [numbers.length], F32, 0)
                .file(data),
            );
            expect(found.observations).toEqual([]);
            expect(found.contents.facts).toContainEqual({
              key: 'general.name',
              value: name,
              where: 'metadata#general.name',
            });
            digests.push(found.digests?.[0]);
          }
          expect(digests[0]).toBe(digests[1]);
        },
      ),
    );
  });

  it('gives shapes row by row, the other way round than the file', async () => {
    const found = await inspect(
      new Writer()
        .header(1, 0)
        .tensor('w', [32, 2, 3], F32, 0)
        .file(Buffer.alloc(32 * 2 * 3 * 4)),
    );
    expect(found.contents.tensors[0]).toMatchObject({ shape: [3, 2, 32], byteOrder: 'little', offset: 96 });
  });

  it.each([
    [
      'a version from the future',
      Buffer.concat([Buffer.from('GGUF'), new Writer().u32(99).bytes(), Buffer.alloc(64)]),
      'invalid-structure',
    ],
    ['a count of tensors that wraps around', new Writer().header(2n ** 62n, 0).bytes(), 'out-of-bounds'],
    [
      'a count of values that no file can hold',
      new Writer().header(0, 10 ** 12).file(Buffer.alloc(64)),
      'invalid-structure',
    ],
    [
      'a text length that wraps around',
      new Writer()
        .header(0, 1)
        .u64(2n ** 63n - 1n)
        .file(Buffer.alloc(64)),
      'out-of-bounds',
    ],
    ['a text longer than the file', new Writer().header(0, 1).u64(1000).file(Buffer.alloc(64)), 'invalid-structure'],
    [
      'five dimensions',
      new Writer().header(1, 0).tensor('w', [1, 1, 1, 1, 1], F32, 0).file(Buffer.alloc(64)),
      'out-of-bounds',
    ],
    [
      'dimensions whose product wraps around',
      new Writer()
        .header(1, 0)
        .tensor('w', [2 ** 40, 2 ** 40], F32, 0)
        .file(Buffer.alloc(64)),
      'out-of-bounds',
    ],
    [
      'rows of broken blocks',
      new Writer().header(1, 0).tensor('w', [33], Q4_0, 0).file(Buffer.alloc(64)),
      'invalid-structure',
    ],
    ['an unknown tensor type', new Writer().header(1, 0).tensor('w', [1], 99, 0).file(Buffer.alloc(64)), 'unsupported'],
    ['an unknown value type', new Writer().header(0, 1).text('k').u32(77).file(Buffer.alloc(64)), 'invalid-structure'],
    [
      'an array of a billion elements',
      new Writer()
        .header(0, 1)
        .text('k')
        .u32(9)
        .u32(4)
        .u64(10 ** 9)
        .file(Buffer.alloc(64)),
      'invalid-structure',
    ],
    [
      'an offset that is not aligned',
      new Writer().header(1, 0).tensor('w', [1], F32, 4).file(Buffer.alloc(64)),
      'invalid-structure',
    ],
    [
      'tensors that overlap',
      new Writer().header(2, 0).tensor('a', [16], F32, 0).tensor('b', [16], F32, 32).file(Buffer.alloc(96)),
      'invalid-structure',
    ],
    [
      'a tensor beyond the end',
      new Writer().header(1, 0).tensor('w', [1000], F32, 0).file(Buffer.alloc(64)),
      'truncated',
    ],
    [
      'a tensor name given twice',
      new Writer().header(2, 0).tensor('w', [1], F32, 0).tensor('w', [1], F32, 32).file(Buffer.alloc(36)),
      'duplicate-key',
    ],
    [
      'a key given twice',
      new Writer().header(0, 2).text('k').u32(4).u32(1).text('k').u32(4).u32(2).bytes(),
      'duplicate-key',
    ],
    [
      'an alignment of zero',
      new Writer().header(0, 1).text('general.alignment').u32(4).u32(0).bytes(),
      'invalid-structure',
    ],
    [
      'bytes that no tensor explains',
      new Writer().header(1, 0).tensor('w', [1], F32, 0).file(Buffer.alloc(200)),
      'unaccounted-bytes',
    ],
  ])('reports %s', async (_what, bytes, code) => {
    expect(await codes(bytes)).toContain(code);
  });

  it('reports arrays inside of arrays beyond the limit, without a stack overflow', async () => {
    const writer = new Writer().header(0, 1).text('k').u32(9);
    for (let i = 0; i < 5000; i++) writer.u32(9).u64(1);
    expect(await codes(writer.file(Buffer.alloc(64)))).toEqual(['resource-limit']);
  });

  it('tells what a chat template reaches for', async () => {
    const template = "{{ ''.__class__ }}{% for m in messages %}{{ m['content'] }}{% endfor %}";
    const found = await inspect(
      new Writer().header(0, 1).text('tokenizer.chat_template').u32(8).text(template).bytes(),
    );
    expect(found.contents.loading).toBe('template');
    expect(found.observations).toMatchObject([{ kind: 'callable', code: 'template-injection', name: '__class__' }]);
  });

  it('lists a file of fifty gigabytes by reading its header alone', async () => {
    const elements = 12_500_000_000;
    const head = new Writer().header(1, 0).tensor('w', [elements], F32, 0).file(Buffer.alloc(0));
    const source = countingSource(sparseSource(head.length + elements * 4, head));
    const found = await inspectModel('m.gguf', memoryAccess({ 'm.gguf': source }));
    expect(found.status).toBe('complete');
    expect(found.contents.tensors).toMatchObject([{ name: 'w', byteLength: elements * 4 }]);
    expect(source.bytesRead).toBeLessThan(20_000);
  });
});
