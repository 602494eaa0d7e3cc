import { byBytes } from '../bytes/order.js';
import type { Contents, Observation } from './format.js';
import { type MetaGraph, operatorsOf } from './tensorflow-graph.js';
import host from './tensorflow-host-operators.json' with { type: 'json' };
import { addPaths } from './tensorflow-paths.js';

/** What an operator does outside of the graph, by its definition. */
const EFFECTS = new Map(
  Object.entries(host).flatMap(([effect, operators]) =>
    operators.map((operator): [string, string] => [operator, effect]),
  ),
);

/** What restoring a checkpoint is made of, and what saving one takes besides. */
const RESTORING = ['Restore', 'RestoreSlice', 'RestoreV2'];
const SAVING = ['MergeV2Checkpoints', 'Save', 'SaveSlices', 'SaveV2'];
const CHECKPOINT = new Set([...RESTORING, ...SAVING]);

/**
 * Adds the operators that a graph runs, and an observation for each that reaches outside of the graph. Operators of the
 * checkpoint machinery are told apart: every SavedModel has them, and serving never runs them.
 */
export function addOperators(graphs: readonly MetaGraph[], contents: Contents): void {
  const model = new Set<string>();
  const saver = new Set<string>();
  const restore = new Set<string>();
  for (const graph of graphs) {
    addPaths(graph, contents);
    const operators = operatorsOf(graph);
    // A bare graph does not say which of its nodes save: those that only checkpoints have.
    const isBare = graph.saver.length === 0 && graph.signatures.size === 0;
    for (const operator of operators.model) (isBare && CHECKPOINT.has(operator) ? saver : model).add(operator);
    for (const operator of operators.saver) saver.add(operator);
    for (const operator of operators.restore) restore.add(operator);
  }
  contents.operators = [...model].sort(byBytes);
  const only = [...saver].filter((operator) => !model.has(operator)).sort(byBytes);
  if (only.length > 0) contents.facts.push({ key: 'saver_operators', value: only, where: 'saver_def' });
  for (const operator of contents.operators) addEffect(operator, contents);
  // Restoring runs when a model is loaded: nothing but the checkpoint itself may be touched then.
  for (const operator of only)
    if (!CHECKPOINT.has(operator) || (restore.has(operator) && SAVING.includes(operator)))
      addEffect(operator, contents);
}

/** Adds the observation of an operator that reaches outside of its graph; nothing for any other. */
export function addEffect(operator: string, contents: Contents): void {
  const effect = effectOf(operator);
  if (effect) contents.observations.push(effect);
}

/** What an operator that reaches outside of its graph is told as; null for any other. */
export function effectOf(operator: string): Observation | null {
  const effect = EFFECTS.get(operator);
  if (!effect) return null;
  const message = `the graph runs ${operator}, which ${effect}`;
  return { kind: 'callable', code: 'tf-op', name: operator, message };
}
