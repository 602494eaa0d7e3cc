// Preloaded into a process where no small file system may be mounted: writing fails as on a full disk after MODELBAG_DISK_BYTES,
// whichever thread writes.
const fs = require('node:fs');
const { open } = require('node:fs/promises');
const { getEnvironmentData, isMainThread, setEnvironmentData } = require('node:worker_threads');

if (isMainThread) {
  const bytes = new BigInt64Array(new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT));
  bytes[0] = BigInt(process.env.MODELBAG_DISK_BYTES);
  setEnvironmentData('room on the disk', bytes);
}
const left = getEnvironmentData('room on the disk');

/** So many of `length` bytes have room. */
function take(length) {
  const room = Number(Atomics.sub(left, 0, BigInt(length)));
  if (room <= 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  return Math.min(room, length);
}

const { writeSync } = fs;
fs.writeSync = (file, buffer, offset, length, position) =>
  writeSync(file, buffer, offset, file > 2 ? take(length) : length, position);

open(__filename).then(async (handle) => {
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  const { write } = prototype;
  prototype.write = async function writeWhileThereIsRoom(buffer, offset, length, position) {
    return write.call(this, buffer, offset, take(length), position);
  };
});
