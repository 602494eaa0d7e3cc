import { describe, expect, it } from '@jest/globals';
import { nameOf } from '../../../src/bag/again/source.js';
import type { BagContents } from '../../../src/bag/verify/contents.js';

const at = (base: string): BagContents => ({
  container: 'tar',
  base,
  files: new Map(),
  folders: new Set(),
  problems: [],
  close: async () => {},
});

describe('the name of a bag', () => {
  it.each(['iris-1.0.zip', 'iris-1.0.tar', 'iris-1.0.tar.gz', 'iris-1.0.TGZ', 'iris-1.0'])(
    'is that of its file without the endings of archives (%s)',
    (file) => expect(nameOf(`/bags/${file}`, at(''))).toBe('iris-1.0'),
  );

  it('is that of its top folder where it has one', () => {
    expect(nameOf('/bags/download.zip', at('iris/'))).toBe('iris');
  });
});
