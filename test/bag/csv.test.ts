import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvLine, parseCsv } from '../../src/bag/csv.js';
import { assetNames } from '../../src/bag/split/asset-name.js';
import { parseFetch, parseManifest } from '../../src/bag/verify/manifest.js';
import { ended } from '../ended.js';
import { runs } from '../thorough.js';

describe('rows of CSV', () => {
  it('are read as they were written', () => {
    // Formulas get an apostrophe.
    const cell = fc
      .oneof(fc.constantFrom('', '"', '""', ',', '\n', 'b\r', 'b\r\n', 'a"b', ' a '), fc.string())
      .filter((text) => !/^[=+\-@\t\r]/.test(text));
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(rows, (written) => expect(parseCsv(written.map(csvLine).join(''))).toEqual(written)),
      { numRuns: runs(1_000) },
    );
  });

  it('may be written by others', () => {
    expect(parseCsv('a,b\r\n"c,""d""\r\n",\r\n\n"x"y,z"')).toEqual([['a', 'b'], ['c,"d"\r\n', ''], [''], ['xy', 'z"']]);
    expect(parseCsv('')).toEqual([]);
    expect(parseCsv('"a,b\nc')).toEqual([['a,b\nc']]);
  });
});

describe('texts of hostile bags', () => {
  it.each([
    ['quotes', () => parseCsv(`${'"'.repeat(400_000)}x`)],
    ['a quoted cell', () => parseCsv(`"${'a'.repeat(10_000_000)}"`)],
    ['cells', () => parseCsv('a,'.repeat(400_000))],
    [
      'blanks in a manifest',
      () => parseManifest('manifest-md5.txt', `${'a'.repeat(32)}${' '.repeat(400_000)}\u2028`, []),
    ],
    ['blanks in fetch.txt', () => parseFetch(`http://a 5${' '.repeat(400_000)}\u2028`, [])],
    ['dots in a path', () => assetNames('b')(`data/${'.'.repeat(400_000)}a`)],
  ])('are read to their end: %s', async (_, read) => {
    await ended<unknown>(read);
  });

  it('may have a path with any line end but those of manifests', () => {
    const path = 'data/a\u2028b';
    const problems: Parameters<typeof parseFetch>[1] = [];
    expect([...parseManifest('manifest-md5.txt', `${'a'.repeat(32)}  ${path}\n`, problems).entries.keys()]).toEqual([
      path,
    ]);
    expect([...parseFetch(`http://a - ${path}\n`, problems).keys()]).toEqual([path]);
    expect(problems).toEqual([]);
  });
});
