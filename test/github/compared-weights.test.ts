import { describe, expect, it } from '@jest/globals';
import { againstBase } from '../../src/assess/against-base.js';
import type { ModelChange } from '../../src/assess/assessment.js';
import { type Audit, audit } from '../../src/audit.js';
import { DEFAULT_CONFIG } from '../../src/config.js';
import { withWeights } from '../../src/github/compared-weights.js';
import { SILENT } from '../../src/progress.js';
import { AbsentContent } from '../../src/tree/absent.js';
import { openTree } from '../../src/tree/open.js';
import { temporaryFolder, writeFiles } from '../tree/repository-fixture.js';
import { fixture } from './model-repository.js';

const weights = (change: number): Buffer => {
  const bytes = Buffer.from(fixture('neutral/hf-model-dir/model.safetensors'));
  bytes.writeFloatLE(bytes.readFloatLE(bytes.length - 4) + change, bytes.length - 4);
  return bytes;
};
const PATHS = ['a.safetensors', 'b.safetensors'];

/** What is said of the weights of two models that both changed; sizes are as they are told, or as `sizes` says. */
async function compared(sizes: Readonly<Record<string, number>>, change: (base: Audit) => void = () => {}) {
  const { path, clean } = temporaryFolder();
  const [before, after] = ['before', 'after'].map((side, i) => {
    writeFiles(path, Object.fromEntries(PATHS.map((name) => [`${side}/${name}`, weights(i / 2)])));
    return openTree(`${path}/${side}`);
  });
  const trees = await Promise.all([before!, after!]);
  try {
    const [base, head] = await Promise.all(trees.map((tree) => audit(tree, { config: DEFAULT_CONFIG, digests: true })));
    change(base!);
    const seen = againstBase(head!.assessment, base!.assessment, '');
    const sized = (one: ModelChange): ModelChange => ({
      ...one,
      before: { ...one.before!, size: sizes[one.path] ?? one.before!.size },
    });
    const told = { ...seen, againstBase: { ...seen.againstBase!, models: seen.againstBase!.models.map(sized) } };
    const logged: string[] = [];
    const { againstBase: result } = await withWeights(told, head!, base!, {
      log: (line) => logged.push(line),
      progress: SILENT,
    });
    const largest = result!.models.map(({ weights }) => weights?.changes.map(({ largest }) => largest));
    return { largest, logged };
  } finally {
    for (const tree of trees) await tree.close();
    clean();
  }
}

describe('weights of changed models', () => {
  it('are read as long as there is room, which models that are not read do not take', async () => {
    expect(await compared({})).toEqual({ largest: [[0.5], [0.5]], logged: [] });
    expect((await compared({ [PATHS[0]!]: 5e9 })).largest).toEqual([[undefined], [0.5]]);
    expect((await compared({ [PATHS[0]!]: 3.9e9, [PATHS[1]!]: 0.2e9 })).largest).toEqual([[0.5], [undefined]]);
  });

  it('are told by their digests where they cannot be read again, and the log says why', async () => {
    const { largest, logged } = await compared({}, (base) => {
      const { open } = base.collection;
      base.collection.open = async (path) => {
        if (path === PATHS[0]) throw new AbsentContent(path, 'it went away');
        return open(path);
      };
    });
    expect(largest).toEqual([[undefined], [0.5]]);
    expect(logged).toEqual([expect.stringMatching(/^the values of a\.safetensors are not compared: .*it went away/)]);
    const bug = (base: Audit): void => {
      base.collection.open = async () => {
        throw new RangeError('ours');
      };
    };
    await expect(compared({}, bug)).rejects.toThrow('ours');
  });
});
