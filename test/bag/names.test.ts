import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bagName, LONGEST_PATH, plainAscii, portableNames } from '../../src/bag/names.js';
import { ended } from '../ended.js';

const named = (...originals: string[]) => {
  const nameIn = portableNames();
  return originals.map((original) => nameIn('data/src', original));
};
const nameOf = (original: string) => named(original)[0]!;

describe('portable names', () => {
  it('keeps ordinary names', () => {
    for (const path of ['train.py', 'a b/c-d_e.f+g=h@i,(1).txt', '.github/modelbag.yml', 'con/console.py'.slice(4)])
      expect(nameOf(path)).toEqual({ path: `data/src/${path}`, reasons: [] });
  });

  it('maps names that break Markdown, workflow commands, shells or BagIt tools', () => {
    expect(nameOf('](javascript:x).py')).toEqual({
      path: 'data/src/_(javascript_x)-25971e08.py',
      reasons: ['character'],
    });
    expect(nameOf('::error::.txt').path).toMatch(/^data\/src\/_error_-[0-9a-f]{8}\.txt$/);
    expect(nameOf('50%.txt').path).toMatch(/^data\/src\/50_-[0-9a-f]{8}\.txt$/);
    expect(nameOf('a\r\nb').path).toMatch(/^data\/src\/a_b-[0-9a-f]{8}$/);
    expect(nameOf('\u202Eevil.py').path).toMatch(/^data\/src\/_evil-[0-9a-f]{8}\.py$/);
    expect(nameOf('données.csv').path).toMatch(/^data\/src\/donnees-[0-9a-f]{8}\.csv$/);
  });

  it('ends for a name of dots', async () => {
    expect((await ended(() => nameOf(`a${'.'.repeat(400_000)}b.`))).reasons).toEqual(['blank-end', 'too-long']);
  });

  it('maps blanks and dots at the ends of segments, devices of Windows and relative segments', () => {
    expect(nameOf('a /b').reasons).toEqual(['blank-end']);
    expect(nameOf(' a').reasons).toEqual(['blank-end']);
    expect(nameOf('a.').reasons).toEqual(['blank-end']);
    expect(nameOf('aux.c')).toMatchObject({
      reasons: ['reserved-name'],
      path: expect.stringMatching(/^data\/src\/_aux-/),
    });
    for (const device of ['Com1', 'NUL .txt', 'nul  .tar.gz', 'lpt0'])
      expect(nameOf(device)).toMatchObject({ reasons: ['reserved-name'] });
    for (const file of ['com10', 'console.py', 'nul-1', 'a.nul']) expect(nameOf(file).reasons).toEqual([]);
    expect(nameOf('a/../../b')).toMatchObject({
      reasons: ['relative'],
      path: expect.stringMatching(/^data\/src\/a\/_\/_\/b-/),
    });
  });

  it('shortens what is too long and keeps the extension', () => {
    const long = nameOf(`${'x'.repeat(300)}.safetensors`);
    expect(long.reasons).toEqual(['too-long']);
    expect(long.path).toMatch(/\.safetensors$/);
    const deep = nameOf(`${'folder/'.repeat(60)}net.pt`);
    expect(deep.path).toMatch(/^data\/src\/renamed\/net-[0-9a-f]{16}\.pt$/);
  });

  it('tells twins apart where case does not count', () => {
    const [first, second] = named('Model.pt', 'model.pt');
    expect(first).toEqual({ path: 'data/src/Model.pt', reasons: [] });
    expect(second).toMatchObject({
      reasons: ['twin'],
      path: expect.stringMatching(/^data\/src\/model-[0-9a-f]{8}\.pt$/),
    });
    expect(named('A', 'a/b')[1]).toMatchObject({ reasons: ['twin'] });
    const [composed, decomposed] = named('é.txt', 'e\u0301.txt');
    expect(composed?.path).not.toBe(decomposed?.path);
  });

  it('gives a name to a folder of nothing but combining marks', () => {
    expect(nameOf('\u2de0/x').path).toMatch(/^data\/src\/_\/x-[0-9a-f]{8}$/);
  });

  it('gives portable, distinct, short names to any paths', () => {
    const segment = fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.constantFrom('a', 'A', '..', 'nul', 'x '));
    const path = fc.array(
      segment.map((text) => text.replaceAll('/', '')),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.uniqueArray(path.map((parts) => parts.join('/'))), (originals) => {
        const names = named(...originals).map(({ path: name }) => name);
        const folded = names.map((name) => name.toLowerCase());
        expect(new Set(folded).size).toBe(names.length);
        for (const name of names) {
          expect(name).toMatch(/^data\/src\/[A-Za-z0-9 ._+=@,()/-]+$/);
          expect(name.length).toBeLessThanOrEqual(LONGEST_PATH);
          expect(name.split('/').every((part) => !/^$|^\.{1,2}$|^ |[ .]$|^(con|prn|aux|nul) *(\.|$)/i.test(part))).toBe(
            true,
          );
          expect(folded.some((other) => other.startsWith(`${name.toLowerCase()}/`))).toBe(false);
        }
      }),
    );
  });

  it('gives a path the same name whatever lies beside it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ minLength: 1 }), (original, other) => {
        fc.pre(other.toLowerCase() !== original.toLowerCase() && !other.includes('/') && !original.includes('/'));
        const alone = nameOf(original);
        const beside = named(other, original)[1]!;
        expect(beside.reasons.includes('twin') || beside.path === alone.path).toBe(true);
      }),
    );
  });
});

describe('bag names', () => {
  it('hold only what every host keeps', () => {
    expect(bagName('iris', 'v1.0.0')).toBe('iris-v1.0.0');
    expect(bagName('Köln/net', 'releases/2 final~')).toBe('Koln-net-releases-2-final');
    expect(bagName('', '')).toBe('models');
    expect(bagName('con', '')).toBe('bag-con');
  });
});

describe('plain ASCII', () => {
  it('writes umlauts out, drops accents and keeps to one line', () => {
    expect(plainAscii('Änne Müller – “Gießen”\n Ελλ\u202e')).toBe('Aenne Mueller - "Giessen" ????');
  });

  it('writes names of other languages out that are no letters with accents', () => {
    expect(plainAscii('Łukasz Đorđević, Søren Æbelø, Þóra Guðrún, Iżabela Yıldız')).toBe(
      'Lukasz Dordevic, Soren Aebelo, Thora Gudrun, Izabela Yildiz',
    );
    expect(plainAscii('Mu\u0308ller')).toBe('Mueller');
  });
});
