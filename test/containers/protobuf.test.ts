import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FormatError } from '../../src/bytes/format-error.js';
import { memorySource } from '../../src/bytes/source.js';
import { decodeMessage, fieldsInHead, parseVarint, readText, walkFields } from '../../src/containers/protobuf.js';
import { isMessage, messages, parseTextMessage, value, values } from '../../src/containers/protobuf-text.js';
import { bytesField, message, packed, textField, varintField } from '../../src/containers/protobuf-writer.js';
import { windowedSource } from '../../src/containers/windowed-source.js';

const walk = async (bytes: Uint8Array, left = 1000, cut?: 'cut') => {
  const fields = [];
  for await (const field of walkFields(windowedSource(memorySource(bytes)), 0, bytes.length, { left }, cut))
    fields.push(field);
  return fields;
};
const codeOf = (run: () => Promise<unknown>): Promise<string> =>
  run().then(
    () => 'none',
    (error) => (error instanceof FormatError ? error.code : Promise.reject(error)),
  );
const field = fc.record({
  number: fc.integer({ min: 1, max: 2 ** 29 - 1 }),
  content: fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.uint8Array({ maxLength: 300 })),
});

describe('protobuf wire form', () => {
  it('finds the numbers of the first fields that the walk finds, and none in bytes that are no fields', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 15, maxLength: 60 }), async (bytes) => {
        // Within 15 bytes of the end the head does not tell.
        const numbers: number[] = [];
        let isBroken = false;
        try {
          for await (const one of walkFields(windowedSource(memorySource(bytes)), 0, bytes.length, { left: 1000 })) {
            if (one.start > bytes.length) break;
            numbers.push(one.number);
          }
        } catch {
          isBroken = true;
        }
        const found = fieldsInHead(bytes, bytes.length);
        if (found === null) expect(isBroken).toBe(true);
        else expect(numbers.slice(0, found.length)).toEqual(found.slice(0, numbers.length));
      }),
    );
    const written = message(varintField(1, 8n), bytesField(14, new Uint8Array(40)), textField(5, 'x'.repeat(20)));
    expect(fieldsInHead(written, written.length)).toEqual([1, 14, 5]);
    expect(fieldsInHead(Buffer.from('glTF is no message'), 18)).toBeNull();
  });

  it('walks every field that was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(field, { maxLength: 30 }), async (written) => {
        const bytes = message(
          ...written.map(({ number, content }) =>
            typeof content === 'bigint' ? varint(number, content) : bytesOf(number, content),
          ),
        );
        const found = await walk(bytes);
        expect(
          found.map(({ number, wire, varint: read, start, end }) => [
            number,
            wire === 0 ? read : Buffer.from(bytes.subarray(start, end)),
          ]),
        ).toEqual(
          written.map(({ number, content }) => [number, typeof content === 'bigint' ? content : Buffer.from(content)]),
        );
      }),
    );
  });

  it('reads texts and varints of ten bytes', async () => {
    const source = memorySource(textField(1, 'äb'));
    for await (const found of walkFields(source, 0, source.size, { left: 1 }))
      expect(await readText(source, found)).toBe('äb');
    expect(parseVarint(Buffer.from('ffffffffffffffffff01', 'hex'), 0)).toEqual({ value: 2n ** 64n - 1n, length: 10 });
  });

  it('writes varints of numbers and of big integers alike, those below 0 with all 64 bits', () => {
    const numbers = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.nat({ max: 300 }));
    fc.assert(
      fc.property(fc.array(numbers, { maxLength: 40 }), (list) => {
        const bytes = packed(1, list);
        expect(packed(1, list.map(BigInt))).toEqual(bytes);
        const length = parseVarint(bytes, 1);
        let at = 1 + length.length;
        for (const number of list) {
          const found = parseVarint(bytes, at);
          expect(found.value).toBe(BigInt.asUintN(64, BigInt(number)));
          at += found.length;
        }
        expect(at).toBe(bytes.length);
      }),
    );
  });

  it.each([
    ['a length beyond the file', Buffer.from([0x0a, 5, 1]), 'truncated'],
    ['a tag without its value', Buffer.from([0x08]), 'truncated'],
    ['a group', Buffer.from([0x0b]), 'invalid-structure'],
    ['field number 0', Buffer.from([0x00, 0]), 'invalid-structure'],
    ['a varint of eleven bytes', Buffer.from([0x08, ...Array(10).fill(0xff), 1]), 'invalid-structure'],
  ])('rejects %s', async (_what, bytes, code) => {
    expect(await codeOf(() => walk(bytes))).toBe(code);
  });

  it('gives a payload that is cut off as far as it goes, when asked', async () => {
    expect(await walk(Buffer.from([0x0a, 5, 1]), 10, 'cut')).toMatchObject([{ number: 1, start: 2, end: 3 }]);
  });

  it('tells a message that ends inside of its parent from one beyond the file', async () => {
    const bytes = Buffer.from([0x0a, 2, 0x0a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const inner = async () => {
      for await (const _ of walkFields(memorySource(bytes), 2, 4, { left: 9 }));
    };
    expect(await codeOf(inner)).toBe('invalid-structure');
  });

  it('stops at more fields than the budget', async () => {
    expect(await codeOf(() => walk(Buffer.alloc(100, 0x08), 10))).toBe('resource-limit');
  });

  it('decodes small messages by a schema and passes over the rest', async () => {
    const schema = {
      nested: {
        Thing: { fields: { size: { type: 'int64', id: 1 }, names: { rule: 'repeated', type: 'string', id: 2 } } },
      },
    };
    const bytes = message(
      varintField(1, 2n ** 60n),
      textField(2, 'a'),
      textField(2, 'b'),
      bytesField(9, Buffer.alloc(9)),
    );
    expect(await decodeMessage(schema, 'Thing', bytes)).toEqual({ size: String(2n ** 60n), names: ['a', 'b'] });
    expect(await codeOf(() => decodeMessage(schema, 'Thing', Buffer.from([0x12, 99])))).toBe('invalid-structure');
  });
});

/** A field with any number, whose tag may take several bytes. */
const varint = (number: number, content: bigint) => retag(varintField(1, content), number, 0);
const bytesOf = (number: number, content: Uint8Array) => retag(bytesField(1, content), number, 2);
function retag(bytes: Uint8Array, number: number, wire: number): Uint8Array {
  const tag = varintField(0, (BigInt(number) << 3n) | BigInt(wire)).subarray(1);
  return Buffer.concat([tag, bytes.subarray(1)]);
}

describe('protobuf text form', () => {
  it('reads messages, lists, joined strings and escapes', () => {
    const parsed = parseTextMessage(
      'a: 1 # x\nb { c: "x\\n\\"" \'y\' d: [1, -2.5e3, TRUE] } b < c: "\\101\\x42" >\nany { [type.googleapis.com/T] { e: 1 } }',
      16,
    );
    expect(value(parsed, 'a')).toBe('1');
    expect(messages(parsed, 'b').map((b) => value(b, 'c'))).toEqual(['x\n"y', 'AB']);
    expect(values(messages(parsed, 'b')[0]!, 'd')).toEqual(['1', '-2.5e3', 'TRUE']);
    expect(isMessage(messages(parsed, 'any')[0])).toBe(true);
  });

  it.each([
    ['a {', 'truncated'],
    ['a: {', 'truncated'],
    ['a: }', 'invalid-structure'],
    ['{', 'invalid-structure'],
    ['a {'.repeat(99), 'resource-limit'],
  ])('rejects %j', async (text, code) => {
    expect(await codeOf(async () => parseTextMessage(text, 16))).toBe(code);
  });
});
