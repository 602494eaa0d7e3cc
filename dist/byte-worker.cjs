/**
 * Thread that digests what others read, or reads, compares, checks, writes and digests ranges of files by itself. Memory is
 * shared, so that only the numbers of a range travel. Plain CommonJS because Node loads it by itself, from the sources as well as
 * from dist/.
 *
 * Messages in: { stream, algorithm } opens, { stream, start, length } adds, the same with { file, position } reads the range from
 * an open file first, { stream, end: true } asks for the digest, { stream, drop: true } forgets; { pass: true, file, position, length }
 * passes a whole range: see `passRange`; { compare: [two of { file, position }], length, pieceBytes } compares two ranges. Out: 'ready'
 * once, then one answer for each: {} for every range, { digest } at the end, { digest, crc } after a pass, { equal } of each piece
 * compared, with { failure } where something could not be read or written, and { advanced } during a pass.
 */
const { createHash } = require('node:crypto');
const { readSync, writeSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');
const { FoldingCrc } = require('./folding-crc.cjs');

/** What is read at once stays in the cache of the core until it is digested and written; twice as much takes half as long again. */
const PIECE_BYTES = 1 << 17;
/** Threads that go one behind the other tell how far they are. */
const STEP_BYTES = 1 << 20;
/** So far the one may go ahead: what it wrote is still in memory when the other one reads it. */
const LEAD_STEPS = 128;
const TOLD_BYTES = 8 << 20;

const memory = new Uint8Array(workerData);
const hashes = new Map();
const check = new FoldingCrc(PIECE_BYTES);
const { piece } = check;
const other = Buffer.alloc(PIECE_BYTES);

function digestRange(hash, { start, length, file, position }) {
  if (file === undefined) return void hash.update(memory.subarray(start, start + length));
  for (let at = 0; at < length; ) {
    const count = readSync(file, memory, start + at, Math.min(PIECE_BYTES, length - at), position + at);
    if (count === 0) throw truncated(length, at);
    hash.update(memory.subarray(start + at, start + at + count));
    at += count;
  }
}

/**
 * Reads a range in pieces; digests it by `algorithm`, checks it (`crc`), writes it to `target`, whichever is asked for. Of two threads
 * with one `pace` the first `leads`, and the other one stays behind it.
 */
function passRange({ file, position, length, algorithm, crc, target, pace, leads }) {
  const hash = algorithm ? createHash(algorithm) : null;
  let told = 0;
  check.begin();
  for (let at = 0, step = 1; at < length; step++) {
    if (pace) keepPace(pace, leads, step);
    for (const end = Math.min(at + STEP_BYTES, length); at < end; ) {
      const bytes = piece.subarray(0, Math.min(PIECE_BYTES, end - at));
      readAll(file, bytes, position + at);
      if (target) writeAll(target.file, bytes, target.position + at);
      if (hash) hash.update(bytes);
      // The last one, because it needs the memory for itself.
      if (crc) check.add(bytes.length);
      at += bytes.length;
    }
    if (pace) tellPace(pace, leads, step);
    if (at - told >= TOLD_BYTES || at === length) {
      parentPort.postMessage({ advanced: at - told });
      told = at;
    }
  }
  return { digest: hash?.digest('hex') ?? '', crc: check.end() };
}

/** Reads two ranges side by side; of a piece that differs the rest is not read. */
function compareRanges({ compare: [a, b], length, pieceBytes }) {
  const equal = [];
  for (let from = 0; from < length; from += pieceBytes) {
    const end = Math.min(length, from + pieceBytes);
    let same = true;
    for (let at = from; same && at < end; at += piece.length) {
      const [x, y] = [piece.subarray(0, end - at), other.subarray(0, end - at)];
      readAll(a.file, x, a.position + at);
      readAll(b.file, y, b.position + at);
      same = x.equals(y);
    }
    equal.push(same);
  }
  return { equal };
}

function readAll(file, bytes, position) {
  for (let done = 0; done < bytes.length; ) {
    const count = readSync(file, bytes, done, bytes.length - done, position + done);
    if (count === 0) throw truncated(bytes.length, done);
    done += count;
  }
}

/** Waits until the other thread is where this one may go on. A negative step: who asked both tells that the other one is no more. */
function keepPace(pace, leads, step) {
  const other = leads ? 1 : 0;
  for (;;) {
    const there = Atomics.load(pace, other);
    if (there < 0) throw Object.assign(new Error('the other thread has failed'), { code: 'STOPPED' });
    // The one behind may not have begun, or never begin while the other one runs.
    if (leads ? there === 0 || step - there <= LEAD_STEPS : there >= step) return;
    Atomics.wait(pace, other, there);
  }
}

function tellPace(pace, leads, step) {
  const own = leads ? 0 : 1;
  Atomics.store(pace, own, step);
  Atomics.notify(pace, own);
}

function writeAll(file, bytes, position) {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, position + done);
}

const truncated = (length, at) =>
  Object.assign(new Error(`expected ${length} bytes, found ${at}`), { code: 'TRUNCATED' });

function answer(message) {
  try {
    if (message.pass) return passRange(message);
    if (message.compare) return compareRanges(message);
    digestRange(hashes.get(message.stream), message);
    return {};
  } catch ({ code, message: text }) {
    return { failure: { code, message: text } };
  }
}

parentPort.on('message', (message) => {
  const { stream, algorithm, end, drop, pass, compare } = message;
  if (pass || compare) {
    parentPort.postMessage(answer(message));
  } else if (algorithm) {
    hashes.set(stream, createHash(algorithm));
  } else if (end || drop) {
    if (end) parentPort.postMessage({ digest: hashes.get(stream).digest('hex') });
    hashes.delete(stream);
  } else {
    parentPort.postMessage(answer(message));
  }
});
parentPort.postMessage('ready');
