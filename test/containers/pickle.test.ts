import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { memorySource } from '../../src/bytes/source.js';
import { type Pickle, type PickleValue, readPickle, readPickles } from '../../src/containers/pickle.js';
import { OP, OPENING } from '../../src/containers/pickle-opcodes.js';
import { ended } from '../ended.js';
import { runs, thoroughly } from '../thorough.js';

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const read = (text: string | Uint8Array, start = 0): Promise<Pickle> =>
  readPickle(memorySource(typeof text === 'string' ? latin1(text) : text), start, { limits: DEFAULT_LIMITS });
const readValue = async (text: string): Promise<PickleValue | undefined> => (await read(text)).value;
const names = (pickle: Pickle): string[] => [...pickle.globals.keys()];
/** A protocol-2 string. */
const text = (value: string): string =>
  `X${Buffer.from(Uint32Array.of(Buffer.byteLength(value)).buffer).toString('latin1')}${Buffer.from(value).toString('latin1')}`;

describe('pickle', () => {
  it.each<[string, string, unknown]>([
    ['None', 'N.', null],
    ['booleans of protocol 0', 'I01\n.', true],
    ['booleans of protocol 2', '\x80\x02\x89.', false],
    ['integers', 'K\x07.', 7],
    ['negative integers', 'J\xfe\xff\xff\xff.', -2],
    ['long integers of protocol 0', 'L1208925819614629174706176L\n.', 1208925819614629174706176n],
    ['long integers of protocol 2', '\x80\x02\x8a\x02\x00\xff.', -256],
    ['floats with a fraction', 'F2.5\n.', 2.5],
    ['floats without one', 'G?\xf0\x00\x00\x00\x00\x00\x00.', { kind: 'float', value: 1 }],
    ['unicode escapes', 'V\\u20ac\n.', '€'],
    ['short strings', '\x80\x04\x8c\x02\xc3\xa4.', 'ä'],
    ['lists', '(lp0\nI1\naI2\na.', { kind: 'list', items: [1, 2] }],
    ['tuples', '\x80\x02K\x01K\x02\x86.', { kind: 'tuple', items: [1, 2] }],
    ['dicts', '(dp0\nVa\nI1\ns.', { kind: 'dict', keys: ['a'], values: [1] }],
    ['sets', '\x80\x04\x8f(K\x01\x90.', { kind: 'set', items: [1], frozen: false }],
    ['memo by number', '\x80\x02K\x05q\x010h\x01.', 5],
    ['memo in order', '\x80\x04K\x05\x94K\x06\x94h\x00.', 5],
  ])('reads %s', async (_, bytes, expected) => {
    expect(await readValue(bytes)).toEqual(expected);
  });

  it('reads strings of Python 2 as bytes', async () => {
    const value = await readValue("S'a\\x00\\'b'\n.");
    expect(value).toMatchObject({ kind: 'bytes', held: latin1("a\0'b") });
  });

  it.each(Object.entries(OP))('begins with %s only where it needs nothing before it', async (_, opcode) => {
    const { problems } = await read(Uint8Array.of(opcode, ...latin1('0\n0\n'), ...new Uint8Array(16)));
    const needs = problems.some(
      ({ message, offset }) => offset === 0 && /value on the stack|a mark|expected memo/.test(message),
    );
    expect(OPENING.has(opcode)).toBe(!needs);
  });

  it('reads shared references as one value', async () => {
    const value = (await readValue('\x80\x02]q\x00h\x00\x86.')) as { items: unknown[] };
    expect(value.items[0]).toBe(value.items[1]);
  });

  it('reads several pickles after each other', async () => {
    const pickles = await readPickles(memorySource(latin1('I1\n.\x80\x02K\x02.')), 0, { limits: DEFAULT_LIMITS });
    expect(pickles.map(({ value, protocol, end }) => [value, protocol, end])).toEqual([
      [1, 0, 4],
      [2, 2, 9],
    ]);
  });

  it.each<[string, string]>([
    ['GLOBAL', 'cos\nsystem\n.'],
    ['INST', '(Vx\nios\nsystem\n.'],
    ['STACK_GLOBAL', '\x80\x04\x8c\x02os\x8c\x06system\x93.'],
    ['STACK_GLOBAL from the memo', '\x80\x04\x8c\x02os\x940\x8c\x06system\x940h\x00h\x01\x93.'],
  ])('reports names imported by %s', async (_, bytes) => {
    expect(names(await read(bytes))).toEqual(['os.system']);
  });

  it.each<[string, string]>([
    ['REDUCE', 'cos\nsystem\n(Vecho\ntR.'],
    ['INST', '(Vecho\nios\nsystem\n.'],
    ['OBJ', '(cos\nsystem\nVecho\no.'],
    ['NEWOBJ', `\x80\x02cos\nsystem\n${text('echo')}\x85\x81.`],
    ['NEWOBJ_EX', '\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x04echo\x85}\x92.'],
  ])('reports calls by %s with their arguments', async (_, bytes) => {
    const { calls } = await read(bytes);
    expect(calls.map(({ name, args }) => [name, args])).toEqual([['os.system', { kind: 'tuple', items: ['echo'] }]]);
  });

  it('reports a call whose result is thrown away', async () => {
    expect((await read('cos\nsystem\n(Vecho\ntR0N.')).calls.map(({ name }) => name)).toEqual(['os.system']);
  });

  it('reports a call of an extension code, which no file names', async () => {
    expect((await read('\x80\x02\x82\x07)R.')).calls.map(({ name }) => name)).toContain('extension 7');
  });

  it('reports names in bytes that a loader gets', async () => {
    const inner = 'cos\nsystem\n)R.';
    const pickle = await read(`\x80\x03c_pickle\nloads\nC${String.fromCharCode(inner.length)}${inner}\x85R.`);
    expect(names(pickle)).toEqual(['_pickle.loads', 'os.system']);
  });

  describe('says that it did not read all', () => {
    const loading = (inner: string): string =>
      `\x80\x03cm\nload\nB${Buffer.from(Uint32Array.of(inner.length).buffer).toString('latin1')}${inner}\x85R.`;
    const imports = Array.from({ length: 80 }, (_, i) => `h\x00${text(`c${i}`)}\x930`).join('');
    const call = `${text('os')}${text('system')}\x93)R`;

    it.each([
      ['many names', `\x80\x04${text('m'.repeat(1 << 20))}q\x000${imports}${call}.`],
      ['pickles inside each other', loading(loading(loading(loading(loading(`\x80\x04${call}.`)))))],
    ])('of %s in bytes that a loader gets', async (_, inner) => {
      const pickle = await read(loading(inner));
      expect(names(pickle)).not.toContain('os.system');
      expect(pickle.problems.map(({ code }) => code)).toContain('resource-limit');
    });

    it.each([
      ['bytes', `\x8b\x00\x00\x02\x00${'\x01'.repeat(1 << 17)}`],
      ['digits', `I${'1'.repeat(1 << 17)}\n`],
    ])('of a number of too many %s, behind which it goes on', async (_, number) => {
      for (const bytes of [`\x80\x04${number}0${call}.`, loading(`\x80\x04${number}0${call}.`)]) {
        const pickle = await read(bytes);
        expect(names(pickle)).toContain('os.system');
        expect(pickle.problems.map(({ code }) => code)).toEqual(['resource-limit']);
      }
    });

    thoroughly('of more pickles behind each other than any writer leaves', async () => {
      const many = `${'N.'.repeat(100_001)}${call}.`;
      const pickles = await readPickles(memorySource(latin1(many)), 0, { limits: DEFAULT_LIMITS });
      expect(pickles.at(-1)!.problems.map(({ code }) => code)).toEqual(['resource-limit']);
      expect((await read(loading(many))).problems.map(({ code }) => code)).toEqual(['resource-limit']);
    });

    it('of more calls of loaders than are looked into', async () => {
      const calls = (count: number) => `\x80\x04cm\nload\nq\x000${'h\x00C\x02N.\x85R0'.repeat(count)}N.`;
      const codes = async (count: number) => (await read(calls(count))).problems.map(({ code }) => code);
      expect([await codes(9), await codes(20_009)]).toEqual([[], ['resource-limit']]);
    });

    it('but of what is cut off says that', async () => {
      const [problem] = (await read(`\x80\x04\x8d${'\xff'.repeat(6)}\0\0N.`)).problems;
      expect(problem!.code).toBe('truncated');
      const { problems } = await read(loading(`\x80\x04\x8d${'\xff'.repeat(6)}\0\0N.`));
      expect(problems).toEqual([]);
    });
  });

  describe('in bytes that loaders get', () => {
    const given = (inner: string): string =>
      `B${Buffer.from(Uint32Array.of(inner.length).buffer).toString('latin1')}${inner}\x85`;

    it('is read once, however many calls get them', async () => {
      const inner = `cos\nsystem\n)R.${'N.'.repeat(10_000)}`;
      const calls = 'h\x00h\x01R0'.repeat(10_000);
      const pickle = await ended(() => read(`\x80\x03cm\nload\nq\x000${given(inner)}q\x010${calls}N.`));
      expect([names(pickle), pickle.problems]).toEqual([['m.load', 'os.system'], []]);
    });

    it('is asked for its names once, however many it has', async () => {
      const inner = Array.from({ length: 30_000 }, (_, i) => `cm${i}\nf\n)R.`).join('');
      const pickle = await ended(() => read(`\x80\x03cm\nload\n${given(inner)}R.`));
      expect(pickle.calls).toHaveLength(30_001);
    });
  });

  it('leaves a walk over attributes without end a call of getattr', async () => {
    const step = '0h\x00h\x01h\x02\x86Rq\x01';
    const pickle = await read(
      `\x80\x02cbuiltins\ngetattr\nq\x000${text('a'.repeat(400))}q\x020cm\nC\nq\x01${step.repeat(50)}.`,
    );
    expect(Math.max(...names(pickle).map(({ length }) => length))).toBeLessThanOrEqual(1_024);
    expect(pickle.calls.map(({ name }) => name)).toContain('builtins.getattr');
  });

  it('refuses names that take more memory than the file', async () => {
    const imports = Array.from({ length: 80 }, (_, i) => `h\x00${text(`c${i}`)}\x930`);
    const pickle = await read(`\x80\x04${text('m'.repeat(1 << 20))}q\x000${imports.join('')}N.`);
    expect(pickle.problems.map(({ code }) => code)).toEqual(['resource-limit']);
  });

  it('keeps that a call was computed behind one to the same name that was not', async () => {
    const plain = 'cm\nC.f\n)R0';
    const computed = `cbuiltins\ngetattr\ncm\nC\n)R${text('f')}\x86R)R`;
    const { calls } = await read(`\x80\x02${plain}${computed}.`);
    expect(calls.find(({ name }) => name === 'm.C.f')).toMatchObject({ count: 2, computed: true });
  });

  it('reports what is set on a name instead of a container', async () => {
    const { touches } = await read('csys\nmodules\nVjson\nNs.');
    expect(touches).toMatchObject([{ how: 'setitem', target: 'sys.modules', targetKind: 'global' }]);
  });

  it('keeps what was found before a pickle breaks', async () => {
    const pickle = await read('cos\nsystem\n(Vecho\ntR\xff');
    expect(names(pickle)).toEqual(['os.system']);
    expect(pickle.value).toBeUndefined();
    expect(pickle.problems.map(({ code, message }) => [code, message])).toEqual([
      ['invalid-structure', 'expected an opcode, found byte 0xff at offset 20'],
    ]);
  });

  it.each<[string, string, string]>([
    ['an empty stack', 'R.', 'invalid-structure'],
    ['an unknown memo number', 'h\x07.', 'invalid-structure'],
    ['a missing mark', 't.', 'invalid-structure'],
    ['keys without values', '(K\x01d.', 'invalid-structure'],
    ['a name that is no string', '\x80\x04K\x01K\x02\x93.', 'invalid-structure'],
    ['text that is no number', 'Ione\n.', 'invalid-structure'],
    ['a protocol of the future', '\x80\x09N.', 'unsupported'],
    ['a cut string', 'X\xff\x00\x00\x00abc', 'truncated'],
    ['a length of 2^62', '\x80\x04\x8d\x00\x00\x00\x00\x00\x00\x00\x40abc', 'truncated'],
    ['the end before STOP', '(', 'truncated'],
    ['20,000 open marks', `${'('.repeat(20_000)}.`, 'resource-limit'],
  ])('rejects %s', async (_, bytes, code) => {
    const pickle = await read(bytes);
    expect([pickle.value, pickle.problems.at(-1)?.code]).toEqual([undefined, code]);
  });

  it('reports an opcode that crosses the end of its frame, and goes on', async () => {
    const pickle = await read('\x80\x04\x95\x03\x00\x00\x00\x00\x00\x00\x00\x8c\x02os\x8c\x06system\x93.');
    expect(names(pickle)).toEqual(['os.system']);
    expect(pickle.problems.map(({ code }) => code)).toEqual(['invalid-structure']);
  });

  it('stops at the limit of operations', async () => {
    const bytes = latin1(`${'N0'.repeat(1000)}N.`);
    const pickle = await readPickle(memorySource(bytes), 0, { limits: { ...DEFAULT_LIMITS, pickleOperations: 500 } });
    expect(pickle.problems.map(({ message }) => message)).toEqual([
      'expected at most 500 pickle operations, found more at offset 500',
    ]);
  });

  it('reads long bytes without holding them', async () => {
    const length = 3 << 20;
    const bytes = Buffer.concat([
      latin1('\x80\x03B'),
      Buffer.from(Uint32Array.of(length).buffer),
      Buffer.alloc(length),
      latin1('.'),
    ]);
    let read = 0;
    const counted = {
      size: bytes.length,
      async read(start: number, end: number) {
        read += end - start;
        return bytes.subarray(start, end);
      },
    };
    const { value } = await readPickle(counted, 0, { limits: DEFAULT_LIMITS });
    expect(value).toEqual({ kind: 'bytes', start: 7, length, held: null, mutable: false });
    expect(read).toBeLessThan(2 << 20);
  });

  it('reads any bytes without an error of its own', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const pickles = await readPickles(memorySource(bytes), 0, { limits: DEFAULT_LIMITS });
        for (const pickle of pickles) expect(pickle.value !== undefined || pickle.problems.length > 0).toBe(true);
      }),
      { numRuns: runs(2000) },
    );
  });

  it('reads any sequence of opcodes without an error of its own', async () => {
    const opcodes = fc.constantFrom(
      ...'(.012NR}]ab)euts\x85\x86\x87\x88\x81\x8f\x90\x91\x92\x93\x94'.split(''),
      'K\x01',
      'q\x01',
      'h\x01',
      'cos\nsystem\n',
      'Va\n',
      '\x8c\x01a',
      'Q',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(opcodes, { maxLength: 60 }), async (sequence) => {
        const pickle = await read(`${sequence.join('')}.`);
        if (
          sequence.includes('cos\nsystem\n') &&
          pickle.value !== undefined &&
          pickle.problems.length === 0 &&
          !sequence.includes('.')
        )
          expect(names(pickle)).toContain('os.system');
      }),
      { numRuns: runs(2000) },
    );
  });
});
