import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJsonText } from '../../src/containers/json-text.js';
import { parseToml } from '../../src/containers/toml-document.js';
import { parseYaml } from '../../src/containers/yaml-document.js';
import { runs } from '../thorough.js';

const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefghi'
  .split('')
  .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`)
  .join('\n')}\n`;

describe('YAML texts', () => {
  it('reads values and the lines of keys and items', async () => {
    const parsed = await parseYaml('a: 1\nb:\n  - x\n  - y: 2\n');
    if ('message' in parsed) throw new Error(parsed.message);
    expect(parsed.value).toEqual({ a: 1, b: ['x', { y: 2 }] });
    expect([parsed.lineOf(['b']), parsed.lineOf(['b', 0]), parsed.lineOf(['b', 1, 'y'])]).toEqual([2, 3, 4]);
  });

  it('gives the line of the nearest ancestor for a path that does not exist', async () => {
    const parsed = await parseYaml('a: 1\nb:\n  c: 2\n');
    expect('lineOf' in parsed && parsed.lineOf(['b', 'missing', 'deeper'])).toBe(2);
  });

  it('reports broken syntax with its line', async () => {
    expect(await parseYaml('a: 1\nb: [1, 2\nc: 3\n')).toMatchObject({
      line: expect.any(Number),
      message: expect.any(String),
    });
  });

  it('refuses alias bombs and towers of brackets', async () => {
    expect(await parseYaml(bomb)).toHaveProperty('message');
    expect(await parseYaml(`a: ${'['.repeat(100_000)}`)).toMatchObject({ message: expect.stringContaining('nested') });
    expect(await parseYaml('- '.repeat(100_000))).toHaveProperty('message');
  });

  it('constructs nothing from tags and keeps __proto__ a key', async () => {
    const parsed = await parseYaml('x: !!python/object/apply:os.system ["id"]\n__proto__: {polluted: true}\n');
    if ('message' in parsed) throw new Error(parsed.message);
    expect((parsed.value as { x: unknown }).x).toEqual(['id']);
    expect(Object.hasOwn(parsed.value as object, '__proto__')).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('takes the first of several documents', async () => {
    expect(await parseYaml('a: 1\n---\nb: 2\n')).toMatchObject({ value: { a: 1 } });
  });
});

describe('JSON and TOML texts', () => {
  it('reads JSON with a byte order mark and with the NaN that Python writes', () => {
    expect(parseJsonText('\uFEFF{"a": NaN, "b": [Infinity, -Infinity], "c": "NaN, "}')).toMatchObject({
      value: { a: 'NaN', b: ['Infinity', '-Infinity'], c: 'NaN, ' },
    });
  });

  it('finds the lines of nested keys', () => {
    const json = parseJsonText('{\n "a": {\n  "seed": 1\n },\n "b": {\n  "seed": 2\n }\n}');
    expect('lineOf' in json && [json.lineOf(['a', 'seed']), json.lineOf(['b', 'seed'])]).toEqual([3, 6]);
    const toml = parseToml('x = 1\n[train]\nlr = 0.1\nseed = 7\n');
    expect('lineOf' in toml && toml.lineOf(['train', 'seed'])).toBe(4);
  });

  it('reports broken syntax with its line', () => {
    expect(parseJsonText('{\n "a": 1,\n "b": \n}')).toMatchObject({ line: 4 });
    expect(parseToml('a = 1\nb = \n')).toMatchObject({ line: 2 });
  });

  it('answers every text with a value or a problem', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom(...'{}[]":,\n -#&*!|>%@`ab01=.\t\\\''), maxLength: 60 }),
        async (text) => {
          for (const parsed of [await parseYaml(text), parseJsonText(text), parseToml(text)]) {
            if ('message' in parsed) expect(parsed.line).toBeGreaterThanOrEqual(1);
            else expect(parsed.lineOf(['a', 0, 'b'])).toBeGreaterThanOrEqual(1);
          }
        },
      ),
      { numRuns: runs(500) },
    );
  });

  it('reads back what JSON writes, in JSON and in YAML', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (value) => {
        const text = JSON.stringify(value);
        expect(parseJsonText(text)).toMatchObject({ value: JSON.parse(text) });
        const yaml = await parseYaml(text);
        if ('value' in yaml) expect(JSON.parse(JSON.stringify(yaml.value))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('tells broken JSON of nothing but line ends, however many there are', () => {
    expect(parseJsonText('\n'.repeat(300_000))).toMatchObject({ message: 'expected JSON, found broken syntax' });
    expect(parseJsonText('{"a": [-Infinity,\n NaN]}')).toMatchObject({ value: { a: ['-Infinity', 'NaN'] } });
  });
});
