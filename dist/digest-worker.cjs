/**
 * Thread that digests what others read: memory is shared, so that only the numbers of a range travel. Plain CommonJS because
 * Node loads it by itself, from the sources as well as from dist/.
 *
 * Messages in: { stream, algorithm } opens, { stream, start, length } adds, the same with { file, position } reads the range from
 * an open file first, { stream, end: true } asks for the digest, { stream, drop: true } forgets. Out: 'ready' once, then { stream }
 * for every range, with { failure } where it could not be read, and { stream, digest } at the end.
 */
const { createHash } = require('node:crypto');
const { readSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');

/** What is read at once stays in the cache of the core until it is digested; longer reads take twice the time. */
const READ_BYTES = 1 << 16;

const memory = new Uint8Array(workerData);
const hashes = new Map();

function digestRange(hash, { start, length, file, position }) {
  if (file === undefined) return void hash.update(memory.subarray(start, start + length));
  for (let at = 0; at < length; ) {
    const count = readSync(file, memory, start + at, Math.min(READ_BYTES, length - at), position + at);
    if (count === 0) return { code: 'TRUNCATED', message: `expected ${length} bytes, found ${at}` };
    hash.update(memory.subarray(start + at, start + at + count));
    at += count;
  }
}

function answer(message) {
  try {
    return digestRange(hashes.get(message.stream), message);
  } catch ({ code, message: text }) {
    return { code, message: text };
  }
}

parentPort.on('message', (message) => {
  const { stream, algorithm, end, drop } = message;
  if (algorithm) {
    hashes.set(stream, createHash(algorithm));
  } else if (end || drop) {
    if (end) parentPort.postMessage({ stream, digest: hashes.get(stream).digest('hex') });
    hashes.delete(stream);
  } else {
    parentPort.postMessage({ stream, failure: answer(message) });
  }
});
parentPort.postMessage('ready');
