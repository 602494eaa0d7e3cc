import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { type FileSink, type OpenSink, syncedMeanwhile } from '../../src/bag/file-sink.js';

/** A sink that tells what is done with it, and takes a while to sync. */
function recording(failing?: (count: number) => boolean): { open: OpenSink; done: string[] } {
  const done: string[] = [];
  let count = 0;
  const sink: FileSink = {
    write: async () => void done.push('write'),
    async sync() {
      const own = count++;
      done.push('sync');
      await sleep(20);
      done.push('synced');
      if (failing?.(own)) throw new Error(`sync ${own}`);
    },
    close: async () => void done.push('close'),
  };
  return { open: async () => sink, done };
}
const untilSynced = async (done: readonly string[]): Promise<void> => {
  while (!done.includes('synced')) await sleep(5);
};

it('syncs a file while it is written, and once more when all of it is', async () => {
  const { open, done } = recording();
  const sink = await syncedMeanwhile(open)('path');
  await sink.write(Buffer.alloc(1), 0);
  await untilSynced(done);
  await sink.write(Buffer.alloc(1), 1);
  await sink.sync();
  await sink.close();
  expect(done.slice(0, 3)).toEqual(['write', 'sync', 'synced']);
  expect(done.slice(-3)).toEqual(['sync', 'synced', 'close']);
});

it('tells at the end that a sync on the way went wrong', async () => {
  const { open, done } = recording((count) => count === 0);
  const sink = await syncedMeanwhile(open)('path');
  await untilSynced(done);
  await expect(sink.sync()).rejects.toThrow('sync 0');
  await sink.close();
});

it('closes no file that is being synced', async () => {
  const { open, done } = recording();
  const sink = await syncedMeanwhile(open)('path');
  while (!done.includes('sync')) await sleep(5);
  await sink.close();
  expect(done).toEqual(['sync', 'synced', 'close']);
});
