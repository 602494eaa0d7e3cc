// Preloaded into a process where no small file system may be mounted: writing fails as on a full disk after MODELBAG_DISK_BYTES.
const { open } = require('node:fs/promises');

let left = Number(process.env.MODELBAG_DISK_BYTES);
open(__filename).then(async (handle) => {
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  const { write } = prototype;
  prototype.write = function writeWhileThereIsRoom(buffer, offset, length, position) {
    if (left <= 0)
      return Promise.reject(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }));
    const taken = Math.min(left, length);
    left -= taken;
    return write.call(this, buffer, offset, taken, position);
  };
});
