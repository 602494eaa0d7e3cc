import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { allowedOrigins } from '../../../src/bag/complete/allowed.js';
import { downloadPiece } from '../../../src/bag/complete/download.js';
import type { Piece } from '../../../src/bag/complete/missing.js';
import { type AssetServer, assetServer } from './asset-server.js';

let server: AssetServer;
let folder = '';
beforeEach(async () => {
  server = await assetServer();
  folder = await mkdtemp(join(tmpdir(), 'modelbag-'));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Publishes bytes and says what a bag would say of them. */
function published(bytes: Buffer): Piece {
  server.files.set('big.bin', bytes);
  const digest = { algorithm: 'sha256' as const, hex: createHash('sha256').update(bytes).digest('hex') };
  const name = 'big.bin';
  return { name, url: `${server.origin}/${name}`, size: bytes.length, skip: 0, digest };
}

describe('downloading a piece', () => {
  it('does not take the digesting of kept bytes for a silent server', async () => {
    const bytes = Buffer.alloc(5 * 2 ** 20 + 1, 7);
    const path = join(folder, 'big.bin');
    await writeFile(`${path}.partial`, bytes.subarray(0, -1));
    // The one timer of a minute is the watch over the connection.
    const refreshed = jest.fn();
    const { setTimeout: started } = globalThis;
    jest.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, delay?: number) => {
      const timer = started(run, delay);
      const refresh = timer.refresh.bind(timer);
      if (delay === 60_000)
        timer.refresh = () => {
          refreshed();
          return refresh();
        };
      return timer;
    }) as typeof setTimeout);
    await downloadPiece(published(bytes), path, { check: allowedOrigins([server.origin]), wait: async () => {} });
    expect((await readFile(path)).equals(bytes)).toBe(true);
    // Once for every MiB that was kept, and for what came.
    expect(refreshed.mock.calls.length).toBeGreaterThanOrEqual(6);
  });

  it('goes on as long as it gets farther, and gives up where it does not', async () => {
    const bytes = Buffer.alloc(20 * 2 ** 17, 7);
    const piece = published(bytes);
    let most = bytes.length;
    server.answer = ({ headers }, response) => {
      const start = Number(/\d+/.exec(headers.range ?? '0')?.[0]);
      const range = { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
      response.writeHead(start > 0 ? 206 : 200, { 'content-length': bytes.length - start, ...range });
      const rest = bytes.subarray(start, Math.min(start + 2 ** 17, most));
      response.write(rest, () => response.socket?.end());
      return true;
    };
    const download = () =>
      downloadPiece(piece, join(folder, 'big.bin'), { check: allowedOrigins([server.origin]), wait: async () => {} });
    most = 10 * 2 ** 17;
    await expect(download()).rejects.toThrow(/the connection broke/);
    most = bytes.length;
    await download();
    expect((await readFile(join(folder, 'big.bin'))).equals(bytes)).toBe(true);
    expect(server.log.length).toBeGreaterThan(20);
  });
});
