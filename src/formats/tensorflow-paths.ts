import { escapes } from '../containers/zip.js';
import type { Contents } from './format.js';
import { type GraphNode, type MetaGraph, nodeOf } from './tensorflow-graph.js';

/** Operators that read or write a file by name, and the inputs that name it. Honest graphs have an asset there, or what the caller gives. */
const NAMED_FILES: ReadonlyMap<string, readonly number[]> = new Map([
  ['InitializeTableFromTextFile', [1]],
  ['InitializeTableFromTextFileV2', [1]],
  ['MergeV2Checkpoints', [0, 1]],
  ['PrintV2', []],
  ['Restore', [0]],
  ['RestoreSlice', [0]],
  ['RestoreV2', [0]],
  ['Save', [0]],
  ['SaveSlices', [0]],
  ['SaveV2', [0]],
]);
/** What PrintV2 writes to besides files, and what takes a value from one node to the next. */
const LOG_STREAMS = /^(?:stdout|stderr|log\((?:info|warning|error)\))$/;
const PASSES_ON = new Set([
  'Identity',
  'PlaceholderWithDefault',
  'Reshape',
  'ShardedFilename',
  'Squeeze',
  'StringJoin',
]);
/** Nodes that a value is followed through. */
const FARTHEST = 16;

/** Adds the paths outside of the model that a graph names itself: those of assets are put in when it is loaded. */
export function addPaths(graph: MetaGraph, contents: Contents): void {
  for (const body of [graph.nodes, ...graph.functions.values()]) {
    const nodes = new Map(body.map((node) => [node.name, node]));
    for (const node of body) {
      const inputs = NAMED_FILES.get(node.op);
      if (!inputs) continue;
      const named = inputs.flatMap((index) => constantsOf(node.inputs[index] ?? '', nodes, graph));
      for (const path of [...named, ...(node.texts ?? [])]) addPath(node, path, contents);
    }
  }
}

function addPath({ op, name }: GraphNode, path: string, contents: Contents): void {
  if (LOG_STREAMS.test(path) || !(escapes(path) || /^[a-z][a-z0-9+.-]*:\/\//i.test(path))) return;
  contents.observations.push({
    kind: 'external',
    code: 'path-escape',
    message: `expected files of the model, found ${op} of ${JSON.stringify(path)}`,
    name: path,
    member: `node ${name}`,
  });
}

/** Texts of the constant that an input comes from. */
function constantsOf(input: string, nodes: ReadonlyMap<string, GraphNode>, graph: MetaGraph): readonly string[] {
  let node = nodes.get(nodeOf(input));
  for (let step = 0; node && PASSES_ON.has(node.op) && step < FARTHEST; step++)
    node = nodes.get(nodeOf(node.inputs[0] ?? ''));
  return node?.op === 'Const' && !graph.assetNodes.has(node.name) ? (node.texts ?? []) : [];
}
