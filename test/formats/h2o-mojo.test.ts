import { describe, expect, it } from '@jest/globals';
import { openContents } from '../../src/formats/open-contents.js';
import { diskAccess } from '../../src/tree/disk-access.js';

const FIXTURE = 'test/fixtures/neutral/h2o-mojo-trees/m.zip';

/** Columns a, b and c (places of levels) of rows, and what H2O predicts for them. */
const ROWS = [
  [0.12573, 0.787588, 1],
  [-0.132105, 0.844079, 1],
  [0.640423, 0.075594, 2],
  [0.1049, -1.426774, 1],
  [-0.535669, -0.135045, 1],
];
const PREDICTED = [
  0.47103786158624483, 0.26961953139181627, 0.9611035405403693, 0.9705143416511585, 0.4127534920560886,
];
const INITIAL = 0.734216279743867;

type Arrays = Map<string, DataView>;

/** Walks a tree by its arrays, as the names of the arrays say. */
function predict(tree: Arrays, row: readonly number[]): number {
  const i32 = (name: string, node: number) => tree.get(name)?.getInt32(node * 4, true) ?? -1;
  const f32 = (name: string, node: number) => tree.get(name)?.getFloat32(node * 4, true) ?? Number.NaN;
  let node = 0;
  while (i32('left', node) >= 0) {
    const value = row[i32('feature', node)] ?? Number.NaN;
    const bytes = i32('levels_bytes', node);
    let right = value >= f32('threshold', node);
    if (bytes > 0) {
      const start = Array.from({ length: node }, (_, i) => i32('levels_bytes', i)).reduce((a, b) => a + b, 0);
      const level = value - i32('levels_first', node);
      right = (((tree.get('levels_right')?.getUint8(start + (level >> 3)) ?? 0) >> (level & 7)) & 1) === 1;
    }
    node = i32(right ? 'right' : 'left', node);
  }
  return f32('value', node);
}

describe('h2o-mojo', () => {
  it('reads trees that predict what H2O predicts', async () => {
    const { tensors, close } = await openContents(FIXTURE, diskAccess());
    const trees = new Map<string, Arrays>();
    for (const { info, values } of tensors) {
      const [, tree = '', array = ''] = /^trees\.(\w+)\.(\w+)$/.exec(info.name) ?? [];
      const parts: Uint8Array[] = [];
      for await (const part of values?.() ?? []) parts.push(part);
      const bytes = new Uint8Array(Buffer.concat(parts));
      trees.set(tree, (trees.get(tree) ?? new Map<string, DataView>()).set(array, new DataView(bytes.buffer)));
    }
    await close();
    const found = ROWS.map((row) => [...trees.values()].reduce((sum, tree) => sum + predict(tree, row), INITIAL));
    for (const [i, prediction] of found.entries()) expect(prediction).toBeCloseTo(PREDICTED[i] ?? Number.NaN, 6);
  });
});
