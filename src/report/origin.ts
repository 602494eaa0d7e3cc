import type { Assessment, ModelReport, ModelSet } from '../assess/assessment.js';
import { count } from '../assess/quote.js';
import { equalityOf } from '../assess/sets.js';
import type { Script } from '../evidence/evidence.js';
import { Graph, type Origin, type OriginEdge, type OriginNode, words } from './origin-graph.js';
import { inputsOf, settingsOf } from './origin-inputs.js';
import { sharedFolder } from './shared-folder.js';
import { bytes, formatWord, PROMISE } from './words.js';

/** More boxes than these of a kind are drawn as one. */
const MOST_SCRIPTS = 5;
const MOST_ALONE = 4;
const MOST_MODELS = 9;

/** The graph; null where there is neither a model nor a script that trains one. */
export function originOf(assessment: Assessment): Origin | null {
  const { evidence, sets, models } = assessment;
  const known = new Map(models.map((model) => [model.path, model]));
  const copies = new Set(sets.flatMap(({ open }) => open));
  const natives = sets.filter(({ native }) => !copies.has(native));
  const scripts = scriptsOf(evidence.scripts, new Set(natives.map(({ native }) => native)));
  if (natives.length === 0 && scripts.length === 0) return null;
  const graph = new Graph();
  const shown = scripts.slice(0, MOST_SCRIPTS);
  const ids = new Map<string, number>(shown.map((script) => [script.path, graph.add(scriptNode(script, assessment))]));
  const rest = scripts.slice(MOST_SCRIPTS);
  if (rest.length > 0) {
    const id = graph.add(words(1, 'script', count(rest.length, 'more script'), [], 'plain'));
    for (const { path } of rest) ids.set(path, id);
  }
  const training = scripts.filter(({ role, writes }) => role === 'train' || writes.length > 0);
  for (const { node, scripts: users } of inputsOf(assessment, training)) {
    const id = graph.add(node);
    for (const path of users) graph.join(id, ids.get(path), node.kind === 'gap' ? 'gap' : 'made');
  }
  const writers = writersOf(evidence.scripts);
  for (const group of groupSets(natives, writers, MOST_ALONE)) addModels(graph, group, { ids, writers, known });
  return { nodes: graph.nodes, edges: graph.edges };
}

/** Scripts that write one of the models; else those that train, of which it is not known what they write. */
function scriptsOf(scripts: readonly Script[], natives: ReadonlySet<string>): Script[] {
  const writing = scripts.filter(({ writes }) => writes.some(({ model }) => model !== undefined && natives.has(model)));
  const training = scripts.filter((script) => script.role === 'train' && !writing.includes(script));
  return [...writing, ...(writing.length > 0 ? training.filter(({ writes }) => writes.length > 0) : training)];
}

/** Model → scripts that write it. */
function writersOf(scripts: readonly Script[]): Map<string, string[]> {
  const writers = new Map<string, string[]>();
  for (const { path, writes } of scripts)
    for (const model of new Set(writes.map((write) => write.model)))
      if (model !== undefined) writers.set(model, [...(writers.get(model) ?? []), path]);
  return writers;
}

function scriptNode({ path }: Script, assessment: Assessment): OriginNode {
  const { seeds, training } = assessment.evidence;
  const run = training.find(({ script }) => script === path);
  const values = [
    ...new Set(
      seeds
        .filter((seed) => seed.scope === 'training' && seed.path === path && seed.value !== null)
        .map(({ library, value }) => `${library} ${value}`),
    ),
  ];
  const seed =
    run === undefined || run.seeded === 'unknown'
      ? []
      : run.seeded === 'not-needed'
        ? ['no seed needed']
        : run.seeded === 'no'
          ? [`not seeded${run.missing.length > 0 ? `: ${run.missing.join(', ')}` : ''}`]
          : [`seed ${values.join(', ') || 'set'}`, ...(run.seeded === 'partly' ? ['seeded in part'] : [])];
  const tone = run?.seeded === 'no' || run?.seeded === 'partly' ? 'weak' : 'plain';
  return {
    layer: 1,
    kind: 'script',
    label: path,
    isName: true,
    details: [...seed, ...settingsOf(assessment, path)],
    tone,
  };
}

/** Sets one by one; many that come from the same scripts with the same outcome together. */
function groupSets(sets: readonly ModelSet[], writers: ReadonlyMap<string, string[]>, most: number): ModelSet[][] {
  const groups = new Map<string, ModelSet[]>();
  for (const set of sets) {
    const key = JSON.stringify([writers.get(set.native) ?? [], set.promise, equalityOf(set), set.stale]);
    groups.set(key, [...(groups.get(key) ?? []), set]);
  }
  const isCrowded = sets.length > 2 * most;
  const boxes = [...groups.values()].flatMap((group) =>
    group.length > most || (isCrowded && group.length > 1) ? [group] : group.map((set) => [set]),
  );
  if (boxes.length <= MOST_MODELS) return boxes;
  const rest = boxes.slice(MOST_MODELS - 2).flat();
  const byPromise = (['preservable', 'bitstream-only'] as const).map((promise) =>
    rest.filter((set) => set.promise === promise),
  );
  return [...boxes.slice(0, MOST_MODELS - 2), ...byPromise.filter((group) => group.length > 0)];
}

interface Surroundings {
  ids: ReadonlyMap<string, number>;
  writers: ReadonlyMap<string, string[]>;
  known: ReadonlyMap<string, ModelReport>;
}

const EDGE_OF = { tensors: 'equal', proof: 'proven', name: 'named' } as const satisfies Record<
  string,
  OriginEdge['kind']
>;

function addModels(graph: Graph, group: readonly ModelSet[], { ids, writers, known }: Surroundings): void {
  const [first] = group as [ModelSet];
  const model = graph.add(group.length === 1 ? modelNode(first, known) : modelsNode(group, known));
  const from = group.flatMap(({ native }) => writers.get(native) ?? []).flatMap((path) => ids.get(path) ?? []);
  for (const id of from) graph.join(id, model, 'made');
  if (from.length === 0) graph.join(unknownScript(graph), model, 'gap');
  const open = group.flatMap((set) => set.open);
  if (open.length === 0) return;
  const kind = EDGE_OF[equalityOf(first)];
  for (const copy of copiesOf(graph, open, group.length === 1, { writers, known })) graph.join(model, copy, kind);
}

function copiesOf(
  graph: Graph,
  paths: readonly string[],
  isListed: boolean,
  { writers, known }: Pick<Surroundings, 'writers' | 'known'>,
): number[] {
  if (isListed && paths.length <= MOST_ALONE) return paths.map((path) => copyNode(graph, path, writers, known));
  const what = count(paths.length, 'open copy', 'open copies');
  return [graph.add(words(3, 'copy', what, [sharedFolder(paths)], 'good'))];
}

function unknownScript(graph: Graph): number {
  const there = graph.nodes.findIndex(({ layer, kind }) => layer === 1 && kind === 'gap');
  return there >= 0 ? there : graph.add(words(1, 'gap', 'no known script', ['nothing here writes it'], 'weak'));
}

const modelNode = ({ native, promise, stale }: ModelSet, known: Surroundings['known']): OriginNode => ({
  layer: 2,
  kind: 'model',
  label: native,
  isName: true,
  details: [...weight(known.get(native)), `${stale ? 'stale copy: ' : ''}${PROMISE[promise]}`],
  tone: promise === 'preservable' ? 'good' : 'weak',
});

function modelsNode(group: readonly ModelSet[], known: Surroundings['known']): OriginNode {
  const paths = group.map(({ native }) => native);
  const size = paths.reduce((sum, path) => sum + (known.get(path)?.size ?? 0), 0);
  const { promise } = group[0] as ModelSet;
  const details = [sharedFolder(paths), bytes(size), PROMISE[promise]].filter((detail) => detail !== '');
  return words(2, 'model', count(paths.length, 'model'), details, promise === 'preservable' ? 'good' : 'weak');
}

/** A copy of two models is one box. */
function copyNode(graph: Graph, path: string, writers: Surroundings['writers'], known: Surroundings['known']): number {
  const there = graph.nodes.findIndex(({ kind, label }) => kind === 'copy' && label === path);
  if (there >= 0) return there;
  const [writer] = writers.get(path) ?? [];
  const details = [...weight(known.get(path)), ...(writer === undefined ? [] : [`by ${writer}`])];
  return graph.add({ layer: 3, kind: 'copy', label: path, isName: true, details, tone: 'good' });
}

const weight = (model: ModelReport | undefined): string[] =>
  model === undefined ? [] : [`${formatWord(model)}, ${bytes(model.size)}`];
