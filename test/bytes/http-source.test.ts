import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { isPassing } from '../../src/bytes/http-follow.js';
import { refusal } from '../../src/bytes/http-request.js';
import { openHttp } from '../../src/bytes/http-source.js';
import { httpServer, type Served, type TestServer } from '../tree/http-server.js';

const MEGABYTE = 1 << 20;
const file = Buffer.alloc(6 * MEGABYTE);
for (let i = 0; i < file.length; i += 4) file.writeUInt32LE(i, i);
const hasty = { silence: 300, pause: 1, retries: 3 };

let server: TestServer;
beforeAll(async () => {
  server = await httpServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.files.clear();
  server.asked.length = 0;
});

const open = (served: Partial<Served>, path = '/model.bin', patience = hasty) => {
  server.files.set(path, { bytes: file, etag: '"one"', ...served });
  return openHttp(new URL(path, server.origin), patience);
};

describe('a file of the network', () => {
  it('is read by ranges, little at first, more where reading goes on', async () => {
    const source = await open({});
    expect(source.size).toBe(file.length);
    expect(Buffer.from(await source.read(100, 200))).toEqual(file.subarray(100, 200));
    expect(source.transfer).toEqual({ bytes: 65_536, requests: 1 });
    expect(Buffer.from(await source.read(5 * MEGABYTE, 5 * MEGABYTE + 10))).toEqual(
      file.subarray(5 * MEGABYTE, 5 * MEGABYTE + 10),
    );
    expect(source.transfer).toEqual({ bytes: 65_536 + 8_192, requests: 2 });
    await source.read(5 * MEGABYTE + 20, 5 * MEGABYTE + 30);
    expect(source.transfer.requests).toBe(2);
    for (let at = 0; at < file.length; at += 4096)
      expect(Buffer.compare(await source.read(at, at + 4096), file.subarray(at, at + 4096))).toBe(0);
    expect(source.transfer.requests).toBeLessThan(20);
  });

  it('rejects ranges that it does not have, as every source does', async () => {
    const source = await open({});
    await expect(source.read(file.length - 1, file.length + 1)).rejects.toMatchObject({ code: 'truncated' });
    await expect(source.read(2, 1)).rejects.toMatchObject({ code: 'invalid-structure' });
    expect((await source.read(file.length, file.length)).length).toBe(0);
  });

  it('may be empty', async () => {
    expect((await open({ bytes: Buffer.alloc(0) })).size).toBe(0);
  });

  it('is followed to where it was moved, and asked for there', async () => {
    server.files.set('/cdn/blob', { bytes: file, etag: '"one"' });
    const source = await open({ redirect: '/cdn/blob' });
    await source.read(2 * MEGABYTE, 2 * MEGABYTE + 1);
    expect(server.asked.map((line) => line.split(' ')[0])).toEqual(['/model.bin', '/cdn/blob', '/cdn/blob']);
  });

  it('is waited for at each server on the way anew', async () => {
    for (const [from, to] of ['/a', '/b', '/c'].entries())
      server.files.set(to, { bytes: file, delay: 400, ...(from < 2 && { redirect: ['/b', '/c'][from] as string }) });
    const source = await openHttp(new URL('/a', server.origin), { ...hasty, silence: 1000, retries: 0 });
    expect(source.size).toBe(file.length);
  });

  it('is found again where the signed place has expired', async () => {
    server.files.set('/cdn/1', { bytes: file, etag: '"one"' });
    server.files.set('/cdn/2', { bytes: file, etag: '"one"' });
    const source = await open({ redirect: '/cdn/1' });
    server.files.set('/cdn/1', { bytes: file, status: 403 });
    server.files.set('/model.bin', { bytes: file, redirect: '/cdn/2' });
    expect((await source.read(3 * MEGABYTE, 3 * MEGABYTE + 4)).length).toBe(4);
  });

  it.each([
    ['its ETag', { etag: '"two"' }],
    ['its weak ETag', { etag: 'W/"two"' }],
    ['its date', { etag: undefined, modified: 'Thu, 02 Jan 2025 00:00:00 GMT' }],
    ['its size', { bytes: file.subarray(0, 5 * MEGABYTE), etag: '"one"' }],
  ])('is not mixed with another version: %s changed', async (_, change) => {
    const before: Partial<Served> =
      'modified' in change
        ? { etag: undefined as never, modified: 'Wed, 01 Jan 2025 00:00:00 GMT' }
        : { etag: change.etag?.startsWith('W/') ? 'W/"one"' : '"one"' };
    const source = await open(before);
    server.files.set('/model.bin', { bytes: file, ...before, ...change } as Served);
    await expect(source.read(4 * MEGABYTE, 4 * MEGABYTE + 1)).rejects.toThrow('as it was when reading began');
  });

  it('is asked for again after faults that pass', async () => {
    const source = await open({ failures: { times: 2, status: 503 } });
    server.files.set('/model.bin', { bytes: file, etag: '"one"', failures: { times: 1, status: 429 }, cuts: 1 });
    expect(Buffer.from(await source.read(MEGABYTE, MEGABYTE + 8))).toEqual(file.subarray(MEGABYTE, MEGABYTE + 8));
  });

  it.each([
    ['nothing is there', { status: 404 }, 'missing-file', 'status 404'],
    ['permission is missing', { status: 403 }, 'unreadable', 'needs permission'],
    ['the server fails for good', { status: 500 }, 'unreachable', 'status 500'],
    ['nobody answers', { hangs: true }, 'unreachable', 'no answer for'],
    ['redirects never end', { redirect: '/m' }, 'unreachable', 'at most 5 redirects'],
    [
      'a redirect leads to plain http elsewhere',
      { redirect: 'http://example.com/x' },
      'unreachable',
      'an https address',
    ],
    ['ranges are encoded', { headers: { 'content-encoding': 'gzip' } }, 'unreachable', 'content-encoding gzip'],
    ['the range is another', { wrongRange: true }, 'unreachable', ''],
  ])('is refused where %s', async (_, served, code, text) => {
    await expect(open(served as Partial<Served>, '/m', { ...hasty, retries: 1 })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(text),
    });
  });

  it('is held as a whole where the server knows no ranges, unless it is too long', async () => {
    const source = await open({ noRanges: true, bytes: file.subarray(0, 1000) });
    expect(Buffer.from(await source.read(990, 1000))).toEqual(file.subarray(990, 1000));
    expect(source.transfer).toEqual({ bytes: 1000, requests: 1 });
    const long = { bytes: Buffer.alloc(65 * MEGABYTE), noRanges: true };
    await expect(open(long)).rejects.toThrow('download it and inspect the copy');
  });
});

describe('statuses', () => {
  it.each([408, 425, 429, 500, 502, 503, 504, 522])('%i may be another one at the next try', (status) => {
    expect(isPassing(status)).toBe(true);
  });

  it.each([200, 302, 400, 401, 403, 404, 410, 416, 501, 505, 999])('%i stays', (status) => {
    expect(isPassing(status)).toBe(false);
  });
});

describe('addresses', () => {
  it('are https, or http of this machine, without credentials', () => {
    const refused = (address: string, from?: string) => refusal(new URL(address), from ? new URL(from) : undefined);
    expect(refused('https://huggingface.co/a/b/resolve/main/model.safetensors')).toBeNull();
    expect(refused('http://localhost:8000/m')).toBeNull();
    expect(refused('http://huggingface.co/m')).toContain('https');
    expect(refused('ftp://localhost/m')).toContain('https');
    expect(refused('https://user:secret@host/m')).not.toContain('secret');
    expect(refused('https://169.254.169.254/latest', 'https://host/m')).toContain('private');
    expect(refused('https://[::1]/m', 'https://host/m')).toContain('private');
  });
});
