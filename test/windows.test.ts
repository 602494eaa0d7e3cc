import { win32 } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nameOf } from '../src/bag/again/source.js';
import { nameFor } from '../src/bag/complete/missing.js';
import { bagName, portableNames } from '../src/bag/names.js';
import { isPartName } from '../src/bag/split/parts-document.js';
import { stemOf } from '../src/export/export-model.js';
import { prefixOf } from '../src/github/project.js';
import { isKey } from '../src/report/comment-marker.js';
import { leaves } from '../src/reproduce/clean-copy.js';
import { runs } from './thorough.js';

/*
 * Wherever a name that a tree, a bag or an address tells becomes a path: on Windows it must stay below the folder that it is meant for,
 * and be a file there. This is shown of the rules of `path.win32`; nothing here has run on Windows.
 */

const FOLDER = 'D:\\a\\model';
/** Names that mean something to Windows, and pieces of them, and any others. */
const odd = fc.constantFrom(
  ...['..', '.', '...', '.. ', '. .', '..\\', '\\', 'C:', 'c:\\', '\\\\host\\share', '\\\\?\\C:\\', 'a:b', ':$DATA'],
  ...['CON', 'nul.txt', 'NUL .txt', 'aux', 'Com1.pt', 'LPT9', 'model.pt', 'a b', 'a.', 'a ', '~', '%TEMP%', '<|>?*"'],
);
const piece = fc.oneof(
  odd,
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: 'binary-ascii', maxLength: 4 }),
);
const name = fc.oneof(
  odd,
  piece,
  fc.tuple(piece, piece, piece).map((pieces) => pieces.join('')),
);
const path = fc.oneof(
  name,
  fc.array(name, { minLength: 2, maxLength: 4 }).map((segments) => segments.join('/')),
);

/** What Windows makes of a path: dots and spaces at the end of a segment are dropped, so that `.. ` may lead upwards. */
const opened = (relative: string): string =>
  win32.resolve(
    FOLDER,
    relative
      .split(/[/\\]/)
      .map((segment) => (/^\.\.[. ]*$/.test(segment) ? '..' : segment.replace(/[. ]+$/, '') || '.'))
      .join('\\'),
  );

function expectBelow(relative: string): void {
  for (const at of [win32.join(FOLDER, relative), win32.resolve(FOLDER, relative), opened(relative)])
    expect(`${at}\\`.startsWith(`${FOLDER}\\`)).toBe(true);
}

/** A plain file: no stream of one, no device, nothing that Windows refuses or spells otherwise. */
function expectFile(relative: string): void {
  expectBelow(relative);
  for (const segment of relative.split('/')) {
    expect(segment).not.toMatch(/[\u0000-\u001f<>:"/\\|?*]|[. ]$|^$/);
    expect(segment).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d) *(\.|$)/i);
  }
}

const holds = <T>(values: fc.Arbitrary<T>, check: (value: T) => void): void =>
  fc.assert(fc.property(values, check), { numRuns: runs(200) });

describe('on Windows', () => {
  it('every file of a bag is a file below its folder', () =>
    holds(fc.array(path, { maxLength: 4 }), (originals) => {
      const nameIn = portableNames();
      for (const original of originals) expectFile(nameIn('data/models', original).path);
    }));

  it('bags, completed and repacked ones too, are called as files are', () =>
    holds(fc.tuple(name, name), ([repository, tag]) => {
      expectFile(`${bagName(repository, tag)}.zip`);
      expectFile(`${nameOf('bag.zip', { base: `${repository}/` } as Parameters<typeof nameOf>[1])}.zip`);
    }));

  it('parts of a bag, whoever lists them, are files below the folder that they are fetched into', () =>
    holds(fc.tuple(name, path), ([part, listed]) => {
      if (isPartName(part)) expectFile(part);
      for (const url of [`https://example.org/${listed}`, listed]) expectFile(nameFor(url, listed));
    }));

  it('files that are trained with again stay below their copy', () =>
    holds(path, (original) => {
      if (!leaves(original)) expectBelow(original);
    }));

  it('open copies lie beside what they were made from', () =>
    holds(path, (original) => expectFile(`${stemOf(original)}.safetensors`)));

  it('what a run writes lies in a folder of its own, whatever the key of its comment', () =>
    holds(name, (key) => {
      if (isKey(key)) expectFile(key);
    }));

  it('places in annotations begin where the repository begins', () => {
    for (const [directory, prefix] of [
      ['D:\\a\\model', ''],
      ['D:\\a\\model\\sub\\project', 'sub/project'],
      ['D:\\a\\other', ''],
      ['C:\\elsewhere', ''],
      ['D:\\a\\model\\..data', '..data'],
    ] as const)
      expect(prefixOf(FOLDER, directory, win32)).toBe(prefix);
  });
});
