import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { inspectModel } from '../../src/formats/inspect.js';
import { diskAccess } from '../../src/tree/disk-access.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures', 'equal');

interface Group {
  sha256: string;
  members: { file: string; name: string; note?: string }[];
}

/** Digest by name of every tensor of a file. */
async function digestsOf(path: string): Promise<Map<string, string | null>> {
  const { contents, digests } = await inspectModel(path, diskAccess(), { digests: true });
  return new Map(contents.tensors.map(({ name }, i) => [name, digests?.[i] ?? null]));
}

describe('equal weights have equal digests', () => {
  for (const folder of ['mlp-f32-everywhere', 'f64-science']) {
    const { equal } = JSON.parse(readFileSync(join(fixtures, folder, 'truth.json'), 'utf8')) as { equal: Group[] };
    const files = [...new Set(equal.flatMap(({ members }) => members.map(({ file }) => file)))];
    // Text has no dtype of its own: its numbers are doubles.
    for (const file of files.filter((name) => !name.endsWith('.json')))
      it(`in ${folder}/${file}`, async () => {
        const found = await digestsOf(join(fixtures, folder, file));
        for (const { sha256, members } of equal)
          for (const member of members.filter((one) => one.file === file))
            expect([member.name, found.get(member.name)]).toEqual([member.name, sha256]);
      });
  }

  it('in Keras and R as well', async () => {
    const truth = (folder: string) =>
      new Set(
        (JSON.parse(readFileSync(join(fixtures, folder, 'truth.json'), 'utf8')).equal as Group[]).map((g) => g.sha256),
      );
    const keras = await digestsOf(join(fixtures, 'mlp-f32-everywhere', 'model.keras'));
    expect(keras.size).toBeGreaterThan(0);
    for (const [name, digest] of keras)
      expect([name, truth('mlp-f32-everywhere').has(digest ?? '')]).toEqual([name, true]);
    const r = await digestsOf(join(fixtures, 'f64-science', 'model.rds'));
    expect([...r.keys()].length).toBeGreaterThanOrEqual(2);
    for (const [name, digest] of r) expect([name, truth('f64-science').has(digest ?? '')]).toEqual([name, true]);
  });

  it('holds every container that is promised', () => {
    const extensions = new Set(
      readdirSync(join(fixtures, 'mlp-f32-everywhere')).map((name) => name.slice(name.lastIndexOf('.'))),
    );
    for (const extension of ['.pt', '.safetensors', '.npz', '.keras', '.onnx', '.h5', '.gguf'])
      expect([extension, extensions.has(extension)]).toEqual([extension, true]);
  });
});
