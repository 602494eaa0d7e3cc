import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inspectModel } from '../../src/formats/inspect.js';
import { diskAccess } from '../../src/tree/disk-access.js';
import { httpAccess, isHttpAddress } from '../../src/tree/http-access.js';
import { httpServer, type TestServer } from './http-server.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures');

let server: TestServer;
beforeAll(async () => {
  server = await httpServer();
  for (const folder of ['neutral/onnx-external', 'neutral/st-sharded', 'keras-graphs', 'r-models', 'estimators'])
    for (const name of readdirSync(join(fixtures, folder), { recursive: true }) as string[]) {
      if (!/\.[a-z0-9]+$/.test(name)) continue;
      const bytes = readFileSync(join(fixtures, folder, name));
      server.files.set(`/${folder}/${name}`, { bytes, etag: `"${name}"` });
    }
});
afterAll(() => server.close());

const hasty = { silence: 500, pause: 1, retries: 1 };
const inspect = (path: string, query = '') => {
  const files = httpAccess(`${server.origin}/${path}${query}`, hasty);
  return inspectModel(files.entry, files, { digests: true });
};

describe('models of the network', () => {
  it.each([
    ['external data beside the model', 'neutral/onnx-external/ext.onnx'],
    ['shards that an index names', 'neutral/st-sharded/model.safetensors.index.json'],
    ['a zip, from its end', 'keras-graphs/network.keras'],
    ['HDF5, from place to place', 'keras-graphs/network.h5'],
    ['a compressed stream', 'r-models/lm_inter.rds'],
    ['a pickle', 'estimators/mlp.pkl'],
  ])('are read as those of the disk: %s', async (_, path) => {
    const remote = await inspect(path, '?download=true');
    const local = await inspectModel(join(fixtures, path), diskAccess(), { digests: true });
    expect([remote.format.id, remote.status, remote.error]).toEqual([local.format.id, local.status, local.error]);
    expect(remote.contents.tensors).toEqual(local.contents.tensors);
    expect([remote.digests, remote.sha256]).toEqual([local.digests, local.sha256]);
    expect(remote.companions.map((companion) => companion.replace(`${server.origin}/`, ''))).toEqual(
      local.companions.map((companion) => companion.replace(`${fixtures}/`, '')),
    );
  });

  it('are an error where they cannot be had, never an exception', async () => {
    const absent = await inspect('nowhere/m.onnx');
    expect([absent.status, absent.error?.code]).toEqual(['error', 'missing-file']);
  });

  it('name what they lack', async () => {
    server.files.set('/alone/ext.onnx', server.files.get('/neutral/onnx-external/ext.onnx') as never);
    const { observations } = await inspect('alone/ext.onnx');
    expect(observations.map(({ code }) => code)).toContain('missing-file');
  });

  it('never have credentials in their address', () => {
    expect(() => httpAccess('https://user:secret@host/m.onnx')).toThrow(/without a password/);
    expect(() => httpAccess('https://user:secret@host/m.onnx')).not.toThrow(/secret/);
    expect(() => httpAccess('http://example.com/m.onnx')).toThrow(/https/);
    expect(isHttpAddress('https.onnx')).toBe(false);
  });
});
