import { createRequire } from 'node:module';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

interface FoldingCrc {
  piece: Buffer;
  begin(): void;
  add(length: number): void;
  end(): number;
}
const { FoldingCrc } = createRequire(import.meta.url)('../../src/bytes/folding-crc.cjs') as {
  FoldingCrc: new (pieceBytes: number, folding?: null) => FoldingCrc;
};

const PIECE = 1 << 14;

function crcOf(check: FoldingCrc, content: Uint8Array): number {
  check.begin();
  for (let at = 0; at < content.length; at += PIECE) {
    const part = content.subarray(at, at + PIECE);
    check.piece.set(part);
    check.add(part.length);
  }
  return check.end();
}

describe.each<[string, FoldingCrc]>([
  ['by folding', new FoldingCrc(PIECE)],
  ['by the table alone', new FoldingCrc(PIECE, null)],
])('a CRC %s', (_, check) => {
  it.each([0, 1, 63, 64, 65, 2320, 4799, 4800, 4864, PIECE - 1, PIECE, PIECE + 64, 3 * PIECE + 4867])(
    'is that of zlib for %i bytes',
    (length) => {
      const content = Buffer.from(Array.from({ length }, (_, i) => (i * 2654435761) >>> 24));
      for (const bytes of [content, Buffer.alloc(length), Buffer.alloc(length, 0xff)])
        expect(crcOf(check, bytes)).toBe(crc32(bytes));
    },
  );

  it('is that of zlib for any bytes, whatever came before', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 0, max: 3 * PIECE }), (some, length) => {
        const bytes = Buffer.alloc(length, some.length > 0 ? some : 1);
        expect(crcOf(check, bytes)).toBe(crc32(bytes));
        check.piece.set(some);
        check.add(some.length);
      }),
    ));
});

it('folds where WebAssembly is', () => {
  // Long enough that a table would show: what was added is lost by folding, and by nothing else.
  const check = new FoldingCrc(PIECE);
  check.piece.fill(1);
  check.add(PIECE);
  expect(check.piece.equals(Buffer.alloc(PIECE, 1))).toBe(false);
});
