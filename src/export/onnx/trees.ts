import { isMean, type Scorer } from '../predictor/predictor.js';
import { type GraphBuilder, ML, type OnnxTensor, type OnnxType } from './builder.js';

/** A node without children that says nothing has to say something: zero. */
const NOTHING: [number, number][] = [[0, 0]];

/**
 * Trees as `TreeEnsemble` (ai.onnx.ml 5), the one operator that compares in doubles, as scikit-learn does. A leaf of it
 * speaks of one output; a tree whose leaves speak of several is written once for each output, with the same tests.
 */
export function treeEnsemble(graph: GraphBuilder, model: Extract<Scorer, { kind: 'trees' }>, x: string): string {
  const { trees, outputs, rate, start } = model;
  const table = new Ensemble();
  for (const tree of trees)
    for (let output = 0; output < outputs; output++)
      if (tree.says.some((says) => says.some(([to]) => to === output))) table.add(tree, output);
  // Columns are compared as single floats; doubles again, so that thresholds keep theirs.
  const single = graph.add('Cast', [x], { to: { int: 1 } });
  const double = graph.add('Cast', [single], { to: { int: 11 } });
  const tensor = (name: string, dtype: OnnxType, data: number[]): { tensor: OnnxTensor } => ({
    tensor: { name, dtype, shape: [data.length], data },
  });
  const sums = graph.add(
    'TreeEnsemble',
    [double],
    {
      aggregate_function: { int: 1 },
      leaf_targetids: { ints: table.leafTargets },
      leaf_weights: tensor('leaf_weights', 'float64', table.leafWeights),
      n_targets: { int: outputs },
      nodes_falseleafs: { ints: table.falseLeafs },
      nodes_falsenodeids: { ints: table.falseIds },
      nodes_featureids: { ints: table.features },
      nodes_missing_value_tracks_true: { ints: table.missingTrue },
      nodes_modes: tensor(
        'nodes_modes',
        'uint8',
        table.features.map(() => 0),
      ),
      nodes_splits: tensor('nodes_splits', 'float64', table.splits),
      nodes_trueleafs: { ints: table.trueLeafs },
      nodes_truenodeids: { ints: table.trueIds },
      post_transform: { int: 0 },
      tree_roots: { ints: table.roots },
    },
    { domain: ML },
  );
  // Summed whole and divided once: a vote that is even stays even.
  if (isMean(model)) return graph.add('Div', [sums, graph.constant('trees', 'float64', [], [trees.length])]);
  const scaled = graph.add('Mul', [sums, graph.constant('rate', 'float64', [], [rate])]);
  if (start.every((value) => value === 0)) return scaled;
  return graph.add('Add', [scaled, graph.constant('start', 'float64', [1, outputs], start)]);
}

type Tree = Extract<Scorer, { kind: 'trees' }>['trees'][number];

class Ensemble {
  readonly roots: number[] = [];
  readonly features: number[] = [];
  readonly splits: number[] = [];
  readonly missingTrue: number[] = [];
  readonly trueIds: number[] = [];
  readonly trueLeafs: number[] = [];
  readonly falseIds: number[] = [];
  readonly falseLeafs: number[] = [];
  readonly leafTargets: number[] = [];
  readonly leafWeights: number[] = [];

  add(tree: Tree, output: number): void {
    this.roots.push(this.features.length);
    if ((tree.left[0] as number) < 0) {
      // A tree that is one leaf: a node both of whose sides are that leaf.
      const leaf = this.#leaf(tree, 0, output);
      this.#node(0, 0, true);
      this.#point(this.roots.at(-1) as number, leaf, 1, leaf, 1);
      return;
    }
    // Behind its parent and in the order of the tree, without recursion: trees may be deep.
    const place = new Map<number, number>();
    for (const [node, left] of tree.left.entries())
      if (left >= 0) {
        place.set(node, this.features.length);
        this.#node(tree.feature[node] as number, tree.threshold[node] as number, tree.missingLeft?.[node] ?? false);
      }
    for (const [node, at] of place) {
      const [left, right] = [tree.left[node] as number, tree.right[node] as number];
      const side = (child: number): [number, number] =>
        place.has(child) ? [place.get(child) as number, 0] : [this.#leaf(tree, child, output), 1];
      this.#point(at, ...side(left), ...side(right));
    }
  }

  #node(feature: number, split: number, missing: boolean): void {
    this.features.push(feature);
    this.splits.push(split);
    this.missingTrue.push(Number(missing));
    for (const list of [this.trueIds, this.trueLeafs, this.falseIds, this.falseLeafs]) list.push(0);
  }

  #point(at: number, trueId: number, trueLeaf: number, falseId: number, falseLeaf: number): void {
    this.trueIds[at] = trueId;
    this.trueLeafs[at] = trueLeaf;
    this.falseIds[at] = falseId;
    this.falseLeafs[at] = falseLeaf;
  }

  #leaf(tree: Tree, node: number, output: number): number {
    const [, value] = (tree.says[node] ?? NOTHING).find(([to]) => to === output) ?? [output, 0];
    this.leafTargets.push(output);
    this.leafWeights.push(value);
    return this.leafTargets.length - 1;
  }
}
