// Deterministic damage: the same seed gives the same bytes on every machine.

/** Numbers in [0, 1) from a seed (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Seed of one round of one target. */
export function seedOf(target, round, seed) {
  let hash = 0x811c9dc5 ^ seed;
  for (const character of `${target}:${round}`) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193);
  return hash >>> 0;
}

/** Numbers that readers stumble over. */
const EXTREME = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

const MUTATIONS = [
  function flip(bytes, next) {
    const copy = Buffer.from(bytes);
    for (let i = 1 + Math.floor(next() * 6); i > 0; i--)
      copy[Math.floor(next() * copy.length)] ^= 1 << Math.floor(next() * 8);
    return copy;
  },
  function extreme(bytes, next) {
    const copy = Buffer.from(bytes);
    const value = EXTREME[Math.floor(next() * EXTREME.length)];
    const at = Math.floor(next() * Math.max(1, copy.length - 8));
    const width = [1, 2, 4, 8][Math.floor(next() * 4)];
    for (let i = 0; i < width && at + i < copy.length; i++)
      copy[at + i] = i < 4 ? (value >>> (8 * (next() < 0.8 ? i : 3 - i))) & 0xff : 0;
    return copy;
  },
  function cut(bytes, next) {
    return bytes.subarray(0, Math.floor(next() * bytes.length));
  },
  function remove(bytes, next) {
    const [from, to] = range(bytes, next);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  function repeat(bytes, next) {
    const [from, to] = range(bytes, next);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  function splice(bytes, next, other) {
    const [from, to] = range(other, next);
    const at = Math.floor(next() * bytes.length);
    return Buffer.concat([bytes.subarray(0, at), other.subarray(from, to), bytes.subarray(at)]);
  },
  function digits(bytes, next) {
    // Numbers in text: lengths, shapes, offsets.
    const copy = Buffer.from(bytes);
    const start = Math.floor(next() * copy.length);
    for (let i = 0; i < copy.length; i++) {
      const at = (start + i) % copy.length;
      if (copy[at] < 0x30 || copy[at] > 0x39) continue;
      copy[at] = 0x30 + Math.floor(next() * 10);
      if (next() < 0.5) break;
    }
    return copy;
  },
];

function range(bytes, next) {
  const from = Math.floor(next() * bytes.length);
  return [from, Math.min(bytes.length, from + 1 + Math.floor(next() ** 3 * 512))];
}

/** Bytes with one to three things wrong. */
export function mutate(bytes, next, other) {
  let damaged = Buffer.from(bytes);
  for (let i = 1 + Math.floor(next() * 3); i > 0 && damaged.length > 0; i--)
    damaged = MUTATIONS[Math.floor(next() * MUTATIONS.length)](damaged, next, other);
  return damaged;
}
