/**
 * Thread that digests what others read: memory is shared, so that only the numbers of a range travel. Plain CommonJS because
 * Node loads it by itself, from the sources as well as from dist/.
 *
 * Messages in: { stream, algorithm } opens, { stream, start, length } adds, { stream, end: true } asks for the digest,
 * { stream, drop: true } forgets. Out: 'ready' once, then { stream } for every range and { stream, digest } at the end.
 */
const { createHash } = require('node:crypto');
const { parentPort, workerData } = require('node:worker_threads');

const memory = new Uint8Array(workerData);
const hashes = new Map();

parentPort.on('message', ({ stream, algorithm, start, length, end, drop }) => {
  if (algorithm) {
    hashes.set(stream, createHash(algorithm));
  } else if (end || drop) {
    if (end) parentPort.postMessage({ stream, digest: hashes.get(stream).digest('hex') });
    hashes.delete(stream);
  } else {
    hashes.get(stream).update(memory.subarray(start, start + length));
    parentPort.postMessage({ stream });
  }
});
parentPort.postMessage('ready');
