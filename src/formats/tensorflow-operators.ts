import type { Contents } from './format.js';
import { type MetaGraph, operatorsOf } from './tensorflow-graph.js';
import host from './tensorflow-host-operators.json' with { type: 'json' };

/** What an operator does outside of the graph, by its definition. */
const EFFECTS = new Map(
  Object.entries(host).flatMap(([effect, operators]) =>
    operators.map((operator): [string, string] => [operator, effect]),
  ),
);

/** What saving and restoring a checkpoint is made of. */
const CHECKPOINT = new Set([
  'MergeV2Checkpoints',
  'Restore',
  'RestoreSlice',
  'RestoreV2',
  'Save',
  'SaveSlices',
  'SaveV2',
]);

/**
 * Adds the operators that a graph runs, and an observation for each that reaches outside of the graph. Operators of the
 * checkpoint machinery are told apart: every SavedModel has them, and serving never runs them.
 */
export function addOperators(graphs: readonly MetaGraph[], contents: Contents): void {
  const model = new Set<string>();
  const saver = new Set<string>();
  for (const graph of graphs) {
    const operators = operatorsOf(graph);
    for (const operator of operators.model) model.add(operator);
    for (const operator of operators.saver) saver.add(operator);
  }
  contents.operators = [...model].sort();
  const only = [...saver].filter((operator) => !model.has(operator)).sort();
  if (only.length > 0) contents.facts.push({ key: 'saver_operators', value: only, where: 'saver_def' });
  for (const operator of contents.operators) addEffect(operator, contents);
  // Restoring runs when a model is loaded: nothing but the checkpoint itself may be touched then.
  for (const operator of only) if (!CHECKPOINT.has(operator)) addEffect(operator, contents);
}

/** Adds the observation of an operator that reaches outside of its graph; nothing for any other. */
export function addEffect(operator: string, contents: Contents): void {
  const effect = EFFECTS.get(operator);
  if (!effect) return;
  const message = `the graph runs ${operator}, which ${effect}`;
  contents.observations.push({ kind: 'callable', code: 'tf-op', name: operator, message });
}
