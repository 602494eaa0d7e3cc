/**
 * Filters that 7z and xz put before a compression: the addresses of calls in machine code made absolute, and differences of bytes.
 * Each is undone in place, over a whole stream that begins at address 0 (xz file format 5.3; their ids there are those of 7z as well).
 */
type Filter = (bytes: Uint8Array, properties: Uint8Array) => void;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** Instructions of four bytes: `change` takes one and the address where it stands, and gives back what was there before. */
const wordwise =
  (isLittleEndian: boolean, change: (word: number, at: number) => number): Filter =>
  (bytes) => {
    const view = viewOf(bytes);
    for (let at = 0; at + 4 <= bytes.length; at += 4)
      view.setUint32(at, change(view.getUint32(at, isLittleEndian), at), isLittleEndian);
  };

/** BL: opcode EB, a signed number of words, counted from two instructions further on. */
const arm = wordwise(true, (word, at) =>
  word >>> 24 === 0xeb ? ((0xeb << 24) | ((word - ((at + 8) >>> 2)) & 0xffffff)) >>> 0 : word,
);

/** Branches with link, absolute addresses off: opcode 18, its last bits 01. */
const powerPc = wordwise(false, (word, at) =>
  (word & 0xfc000003) >>> 0 === 0x48000001 ? (0x48000001 | ((word - at) & 0x03fffffc)) >>> 0 : word,
);

/** CALL with a displacement that is small either way; the sign fills what is above it. */
const sparc = wordwise(false, (word, at) => {
  if (word >>> 22 !== 0x100 && word >>> 22 !== 0x1ff) return word;
  const target = ((word << 2) - at) >>> 2;
  const sign = (0 - ((target >>> 22) & 1)) & 0xff;
  return (((sign << 22) & 0x3fffffff) | (target & 0x3fffff) | 0x40000000) >>> 0;
});

/** BL in two halves of eleven bits each. */
const armThumb: Filter = (bytes) => {
  const view = viewOf(bytes);
  for (let at = 0; at + 4 <= bytes.length; at += 2) {
    const [high, low] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (high >>> 11 !== 0x1e || low >>> 11 !== 0x1f) continue;
    const target = ((((high & 0x7ff) << 11) | (low & 0x7ff)) << 1) - (at + 4);
    view.setUint16(at, 0xf000 | ((target >>> 12) & 0x7ff), true);
    view.setUint16(at + 2, 0xf800 | ((target >>> 1) & 0x7ff), true);
    at += 2;
  }
};

/** The highest byte of a 32-bit displacement that is small either way. */
const isSignByte = (byte: number | undefined): boolean => byte === 0 || byte === 0xff;

/** By the opcodes among the three bytes before (bit 0: the nearest): may a call begin here, and which byte of it do they share? */
const MAY_BEGIN = [true, true, true, false, true, false, false, false];
const SHARED = [0, 1, 2, 2, 3, 3, 3, 3];

/** CALL and JMP (E8, E9) with a displacement of 32 bits; an opcode within the displacement of another one is told by its place. */
const x86: Filter = (bytes) => {
  const view = viewOf(bytes);
  let before = 0;
  let last = -1;
  for (let at = 0; at + 4 < bytes.length; ) {
    if (((bytes[at] as number) & 0xfe) !== 0xe8) {
      at++;
      continue;
    }
    const distance = at - last;
    last = at;
    before = distance > 3 ? 0 : (before << (distance - 1)) & 7;
    const isTaken = before !== 0 && (!MAY_BEGIN[before] || isSignByte(bytes[at + 4 - (SHARED[before] as number)]));
    if (isTaken || !isSignByte(bytes[at + 4])) {
      before = ((before << 1) & 7) | 1;
      at++;
      continue;
    }
    const target = relative(view.getInt32(at + 1, true), at + 5, before);
    // The sign alone in the highest byte.
    view.setInt32(at + 1, ((target << 7) >> 7) & 0x01000000 ? target | 0xff000000 : target & 0x00ffffff, true);
    at += 5;
  }
};

/**
 * A displacement from an absolute address; one that would have looked like an opcode's was turned further. That takes one turn: the
 * next displacement is the complement of `absolute`, whose shared byte is no sign, or it would not have been changed at all.
 */
function relative(absolute: number, next: number, before: number): number {
  for (let source = absolute; ; ) {
    const target = (source - next) | 0;
    if (before === 0) return target;
    const shared = (SHARED[before] as number) * 8;
    if (!isSignByte((target >>> (24 - shared)) & 0xff)) return target;
    source = target ^ (2 ** (32 - shared) - 1);
  }
}

/** Each byte less the one that stands `distance` before it. */
const delta: Filter = (bytes, [distance = 0]) => {
  for (let at = distance + 1; at < bytes.length; at++)
    bytes[at] = (bytes[at] as number) + (bytes[at - distance - 1] as number);
};

/** By their ids in xz. */
export const CODE_FILTERS: ReadonlyMap<number, Filter> = new Map([
  [0x03, delta],
  [0x04, x86],
  [0x05, powerPc],
  [0x07, arm],
  [0x08, armThumb],
  [0x09, sparc],
]);

/** Their ids in archives of 7-Zip that had others before. */
export const SEVEN_ZIP_FILTERS: ReadonlyMap<string, Filter> = new Map([
  ['03030103', x86],
  ['03030205', powerPc],
  ['03030501', arm],
  ['03030701', armThumb],
  ['03030805', sparc],
  ...[...CODE_FILTERS].map(([id, filter]) => [id.toString(16).padStart(2, '0'), filter] as const),
]);
