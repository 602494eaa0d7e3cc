import { describe, expect, it } from '@jest/globals';
import { decodeText, readText } from '../../src/evidence/read-text.js';
import { collected } from './collected.js';

const text = (...bytes: number[]) => decodeText(Uint8Array.from(bytes));

describe('readText', () => {
  it('reads UTF-8, UTF-16 and Latin-1, and drops byte order marks and carriage returns', () => {
    expect(text(0xef, 0xbb, 0xbf, 0x61, 0x0d, 0x0a, 0x62)).toEqual({ text: 'a\nb' });
    expect(text(0xff, 0xfe, 0x61, 0x00, 0x0a, 0x00)).toEqual({ text: 'a\n' });
    expect(text(0x4d, 0xfc, 0x6c, 0x6c)).toEqual({ text: 'Müll' });
  });

  it('cuts blanks without end short and keeps the lines', () => {
    expect(decodeText(Buffer.from(`a${' '.repeat(9_000)}\n\tb`))).toEqual({ text: `a${' '.repeat(256)}\n\tb` });
  });

  it('reports binary, too large and absent files instead of failing', async () => {
    expect(text(0x50, 0x4b, 0x00, 0x01)).toEqual({ unread: 'expected text, found binary data' });
    const collection = collected({ 'a.txt': 'abc' });
    const [file] = collection.files;
    expect(await readText(collection, file!, 2)).toEqual({ unread: 'expected at most 2 bytes, found 3' });
    const absent = { ...file!, entry: { ...file!.entry, absent: 'missing from the clone' } };
    expect(await readText(collection, absent)).toEqual({ unread: 'missing from the clone' });
  });
});
