import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../src/bytes/limits.js';
import { memorySource } from '../../src/bytes/source.js';
import type { Contents } from '../../src/formats/format.js';
import { inspectR } from '../../src/formats/r-contents.js';
import { RWriter } from '../containers/r-writer.js';

const CLOSURE = 3 | 0x400;
const PROMISE = 5 | 0x400;
const UNBOUND = 252;
const GLOBAL = 253;

const inspect = (writer: RWriter): Promise<Contents> => inspectR(memorySource(writer.done()), DEFAULT_LIMITS);
const names = (contents: Contents): (string | undefined)[] => contents.observations.map(({ name }) => name);
const namespace = (writer: RWriter, name: string, version: string): RWriter =>
  writer.int(249).int(0).int(2).char(name).char(version);

/** An environment with one variable whose value the caller writes. */
const environment = (writer: RWriter, variable: string, value: (writer: RWriter) => RWriter): RWriter =>
  value(
    writer
      .int(4)
      .int(0)
      .int(GLOBAL)
      .int(2 | 0x400)
      .symbol(variable),
  )
    .nil()
    .nil()
    .nil();

describe('code in R files', () => {
  it('tells what an unevaluated variable calls', async () => {
    const contents = await inspect(
      environment(new RWriter().header(), 'coefficients', (w) =>
        w.int(PROMISE).int(GLOBAL).int(UNBOUND).call('system', 'x'),
      ),
    );
    expect(contents.loading).toBe('code');
    expect(contents.observations).toMatchObject([
      { kind: 'callable', code: 'r-code', name: 'system', member: 'coefficients' },
    ]);
  });

  it('is silent about a variable that only compares', async () => {
    const contents = await inspect(
      environment(new RWriter().header(), 'subset', (w) =>
        w.int(PROMISE).int(GLOBAL).int(UNBOUND).call('==', 'a', 'b'),
      ),
    );
    expect(contents.observations).toEqual([]);
  });

  it('takes an evaluated variable as the value it has', async () => {
    const contents = await inspect(
      environment(new RWriter().header(), 'x', (w) => w.int(PROMISE).int(GLOBAL).integers([1]).call('system', 'x')),
    );
    expect([contents.loading, contents.observations]).toEqual(['data-only', []]);
  });

  it("tells a package's functions by the package and what it needs", async () => {
    const contents = await inspect(
      namespace(new RWriter().header().int(CLOSURE), 'stats', '4.3.1').nil().call('sqrt', 'x'),
    );
    expect(names(contents)).toEqual(['namespace:stats']);
    expect(contents.needs).toContainEqual({ package: 'stats', version: '4.3.1', evidence: 'namespace:stats' });
  });

  it('does not believe a function that claims to be of a package and reaches out of R', async () => {
    const contents = await inspect(
      namespace(new RWriter().header().int(CLOSURE), 'stats', '4.3.1').nil().call('system', 'x'),
    );
    expect(names(contents)).toEqual(['system', 'namespace:stats']);
  });

  it('tells what a function of a package compiles, removes or makes of text, under a code of its own', async () => {
    const of = async (called: string) => {
      const writer = namespace(new RWriter().header().int(CLOSURE), 'stats', '4.3.1').nil().call(called, 'x');
      return (await inspect(writer)).observations.map(({ code, name }) => `${code} ${name}`);
    };
    for (const called of ['unlink', 'parse', 'cxxfunction', 'str2lang'])
      expect(await of(called)).toContain(`r-package-code ${called}`);
    expect(await of('sqrt')).toEqual(['r-code namespace:stats']);
  });

  it('tells of its own functions what a function of a package does too', async () => {
    const own = (writer: RWriter) => writer.int(CLOSURE).int(GLOBAL).nil().call('unlink', 'x');
    const writer = new RWriter().header().int(19).int(2);
    own(namespace(writer.int(CLOSURE), 'stats', '4.3.1').nil().call('unlink', 'x'));
    const codes = (await inspect(writer)).observations.map(({ code, name }) => `${code} ${name}`);
    expect(codes).toEqual(expect.arrayContaining(['r-code unlink', 'r-package-code unlink']));
  });

  it('finds functions that are called by name', async () => {
    const contents = await inspect(
      new RWriter().header().int(CLOSURE).int(GLOBAL).nil().int(6).symbol('do.call').int(2).strings(['system']).nil(),
    );
    expect(names(contents)).toEqual(['do.call', 'system']);
  });

  it('tells what a formula would call', async () => {
    // ~f(x), as a call with a call as its argument.
    const formulaOf = (called: string) => new RWriter().header().int(6).symbol('~').int(2).call(called, 'x').nil();
    expect(names(await inspect(formulaOf('log')))).toEqual([]);
    expect(names(await inspect(formulaOf('system')))).toEqual(['system']);
  });

  it('tells of active bindings', async () => {
    const writer = new RWriter()
      .header()
      .int(4)
      .int(0)
      .int(GLOBAL)
      .int(2 | 0x400 | (1 << 27))
      .symbol('x');
    const contents = await inspect(writer.int(CLOSURE).int(GLOBAL).nil().call('Sys.time').nil().nil().nil());
    expect(names(contents)).toEqual(['active-binding', 'Sys.time']);
  });

  it('tells that a model behind a dead pointer is not in the file', async () => {
    const writer = new RWriter()
      .header()
      .int(19 | 0x300)
      .int(1)
      .int(22)
      .nil()
      .nil();
    const contents = await inspect(
      writer
        .int(2 | 0x400)
        .symbol('names')
        .strings(['handle'])
        .int(2 | 0x400)
        .symbol('class')
        .strings(['xgb.Booster'])
        .nil(),
    );
    expect(contents.observations).toMatchObject([
      { kind: 'unread', code: 'dead-external-pointer', name: 'xgb.Booster' },
    ]);
    expect(contents.needs.map((need) => need.package)).toEqual(['R', 'xgboost']);
  });

  it('measures the training data in a model and tells no value of it', async () => {
    const writer = new RWriter()
      .header()
      .int(19 | 0x300)
      .int(1);
    writer
      .int(19 | 0x300)
      .int(1)
      .doubles(Array.from({ length: 100 }, () => 4711.5));
    writer
      .int(2 | 0x400)
      .symbol('names')
      .strings(['salary']);
    writer
      .int(2 | 0x400)
      .symbol('class')
      .strings(['data.frame'])
      .int(2 | 0x400)
      .symbol('terms')
      .integers([1])
      .nil();
    writer
      .int(2 | 0x400)
      .reference(1)
      .strings(['model'])
      .int(2 | 0x400)
      .reference(2)
      .strings(['lm'])
      .nil();
    const { facts } = await inspect(writer);
    const embedded = facts.find(({ key }) => key === 'embedded_data')?.value as {
      path: string;
      rows: number;
      bytes: number;
    }[];
    expect(embedded).toMatchObject([{ path: 'model', rows: 100 }]);
    expect(embedded[0]?.bytes).toBeGreaterThan(800);
    expect(JSON.stringify(facts)).not.toContain('4711');
  });
});
