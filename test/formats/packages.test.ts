import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { findModels } from '../../src/formats/find-models.js';
import { inspectModel } from '../../src/formats/inspect.js';
import { diskAccess } from '../../src/tree/disk-access.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'packages');
const inspect = (path: string) => inspectModel(join(fixtures, path), diskAccess(), { digests: true });

async function modelsIn(folder: string): Promise<{ entry: string; companions: number; format: string }[]> {
  const disk = diskAccess();
  const at = (path: string) => join(fixtures, folder, path);
  const files = {
    open: (path: string) => disk.open(at(path)),
    list: (path: string) => disk.list(at(path)),
    kind: (path: string) => disk.kind(at(path)),
  };
  const found = await findModels(await disk.list(join(fixtures, folder)), files);
  return found.map(({ entry, companions, format }) => ({ entry, companions: companions.length, format: format.id }));
}

describe('models of several files', () => {
  it.each([
    ['diffusers', [{ entry: 'model_index.json', companions: 4, format: 'diffusers-pipeline' }]],
    ['deepspeed', [{ entry: 'mp_rank_00_model_states.pt', companions: 1, format: 'deepspeed-checkpoint' }]],
    ['pytorch-sharded', [{ entry: 'pytorch_model.bin.index.json', companions: 2, format: 'pytorch-sharded' }]],
    ['tfjs-graph', [{ entry: 'model.json', companions: 1, format: 'tfjs-graph' }]],
  ])('are one model: %s', async (folder, expected) => {
    expect(await modelsIn(folder)).toEqual(expected);
  });

  it('reads a diffusers pipeline: components, version, tensors named after their component', async () => {
    const { contents, format, status, digests } = await inspect('diffusers');
    expect([format.id, status, contents.loading]).toEqual(['diffusers-pipeline', 'complete', 'data-only']);
    expect(contents.tensors.map(({ name }) => name)).toEqual(['unet.conv_in.weight', 'vae.conv_in.weight']);
    expect(digests?.every((digest) => digest !== null)).toBe(true);
    expect(contents.needs[0]).toMatchObject({ package: 'diffusers', version: '0.35.1' });
  });

  it('reads the same pipeline out of a DDUF archive, digests equal', async () => {
    const [archive, folder] = [await inspect('toy.dduf'), await inspect('diffusers')];
    expect([archive.format.id, archive.status]).toEqual(['dduf', 'complete']);
    expect(archive.contents.tensors.map(({ name }) => name)).toEqual(folder.contents.tensors.map(({ name }) => name));
    expect(archive.digests).toEqual(folder.digests);
  });

  it('knows a checkpoint of DeepSpeed and its partitions', async () => {
    const { contents, format, companions } = await inspect('deepspeed');
    expect(format.id).toBe('deepspeed-checkpoint');
    expect(contents.tensors.map(({ name }) => name)).toContain('module.w');
    expect(companions).toHaveLength(1);
  });

  it('knows hickle by its attributes', async () => {
    expect((await inspect('object.hkl')).format).toMatchObject({ id: 'hickle', alsoRecognizedAs: [] });
  });
});
