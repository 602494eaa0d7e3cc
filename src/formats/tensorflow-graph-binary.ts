import { append } from '../bytes/append.js';
import type { ByteSource } from '../bytes/source.js';
import { type FieldBudget, readText, type WireField, walkFields } from '../containers/protobuf.js';
import type { GraphNode, MetaGraph } from './tensorflow-graph.js';
import { emptyMetaGraph, nodeOf } from './tensorflow-graph.js';

/** A place in a protobuf and what may still be walked. Sources should be windowed. */
export interface Walk {
  source: ByteSource;
  budget: FieldBudget;
}

/** Texts kept of one constant, and bytes of each: a path is no longer on Linux. */
const MOST_TEXTS = 4;
const LONGEST_TEXT = 4096;

const fieldsOf = ({ source, budget }: Walk, { start, end }: Pick<WireField, 'start' | 'end'>) =>
  walkFields(source, start, end, budget);

/** MetaGraphDef: 1 meta_info_def, 2 graph_def, 3 saver_def, 5 signature_def, 6 asset_file_def, 7 object_graph_def. */
export async function readMetaGraph(walk: Walk, at: Pick<WireField, 'start' | 'end'>): Promise<MetaGraph> {
  const graph = emptyMetaGraph();
  for await (const field of fieldsOf(walk, at)) {
    if (field.number === 1) await readMetaInfo(walk, field, graph);
    else if (field.number === 2) await readGraph(walk, field, graph);
    else if (field.number === 3) await readSaver(walk, field, graph);
    else if (field.number === 5) await readSignature(walk, field, graph);
    else if (field.number === 6) await readAsset(walk, field, graph);
    else if (field.number === 7) await readObjects(walk, field, graph);
  }
  return graph;
}

/** AssetFileDef: 1 tensor_info (1 name), 2 filename. */
async function readAsset(walk: Walk, at: WireField, graph: MetaGraph): Promise<void> {
  for await (const field of fieldsOf(walk, at)) {
    if (field.number === 1 && field.wire === 2)
      for (const tensor of await texts(walk, field, 1)) graph.assetNodes.add(nodeOf(tensor));
    else if (field.number === 2 && field.wire === 2) graph.assets.push(await readText(walk.source, field));
  }
}

/** SavedObjectGraph: 1 nodes (SavedObject: 4 user_object; SavedUserObject: 1 identifier, 3 metadata). */
async function readObjects(walk: Walk, at: WireField, graph: MetaGraph): Promise<void> {
  for await (const node of fieldsOf(walk, at)) {
    if (node.number !== 1 || node.wire !== 2) continue;
    for await (const kind of fieldsOf(walk, node))
      if (kind.number === 4 && kind.wire === 2)
        append(
          graph.kerasMetadata,
          (await texts(walk, kind, 3)).filter((text) => text.startsWith('{')),
        );
  }
}

/** GraphDef: 1 node, 2 library. */
export async function readGraph(
  walk: Walk,
  at: Pick<WireField, 'start' | 'end'>,
  graph: MetaGraph,
  onNode?: (node: GraphNode, field: WireField) => Promise<void>,
): Promise<void> {
  for await (const field of fieldsOf(walk, at)) {
    if (field.wire !== 2) continue;
    if (field.number === 1) {
      const node = await readNode(walk, field);
      graph.nodes.push(node);
      await onNode?.(node, field);
    } else if (field.number === 2)
      for await (const definition of fieldsOf(walk, field))
        if (definition.number === 1) await readFunction(walk, definition, graph);
  }
}

/** NodeDef: 1 name, 2 op, 3 input, 5 attr. */
export async function readNode(walk: Walk, at: WireField): Promise<GraphNode> {
  const node: GraphNode = { name: '', op: '', inputs: [], functions: [] };
  for await (const field of fieldsOf(walk, at)) {
    if (field.number === 1) node.name = await readText(walk.source, field);
    else if (field.number === 2) node.op = await readText(walk.source, field);
    else if (field.number === 3) node.inputs.push(await readText(walk.source, field));
    else if (field.number === 5) await readAttribute(walk, field, node);
  }
  return node;
}

/** A map entry (1 key, 2 AttrValue); AttrValue: 2 s, 8 tensor, 10 func, 1 list (9 func); NameAttrList: 1 name; TensorProto: 8 string_val. */
async function readAttribute(walk: Walk, entry: WireField, node: GraphNode): Promise<void> {
  let key = '';
  for await (const value of fieldsOf(walk, entry)) {
    if (value.number === 1 && value.wire === 2) key = await readText(walk.source, value);
    if (value.number !== 2 || value.wire !== 2) continue;
    for await (const field of fieldsOf(walk, value)) {
      if (field.number === 10) append(node.functions, await texts(walk, field, 1));
      else if (field.number === 8 && key === 'value') addTexts(node, await shortTexts(walk, field, 8));
      else if (field.number === 2 && key === 'output_stream') addTexts(node, [await readText(walk.source, field)]);
      else if (field.number === 1)
        for await (const item of fieldsOf(walk, field))
          if (item.number === 9 && item.wire === 2) append(node.functions, await texts(walk, item, 1));
    }
  }
}

function addTexts(node: GraphNode, found: readonly string[]): void {
  if (found.length > 0) node.texts = [...(node.texts ?? []), ...found];
}

/** Texts that may be paths; a vocabulary in a constant has many more. */
async function shortTexts(walk: Walk, at: WireField, number: number): Promise<string[]> {
  const found: string[] = [];
  for await (const field of fieldsOf(walk, at)) {
    if (field.number !== number || field.wire !== 2) continue;
    if (found.length >= MOST_TEXTS) break;
    if (field.end - field.start <= LONGEST_TEXT) found.push(await readText(walk.source, field));
  }
  return found;
}

/** FunctionDef: 1 signature (OpDef: 1 name), 3 node_def. */
async function readFunction(walk: Walk, at: WireField, graph: MetaGraph): Promise<void> {
  let name = '';
  const body: GraphNode[] = [];
  for await (const field of fieldsOf(walk, at)) {
    if (field.number === 1) name = (await texts(walk, field, 1)).at(-1) ?? '';
    else if (field.number === 3) body.push(await readNode(walk, field));
  }
  graph.functions.set(name, body);
}

/** MetaInfoDef: 4 tags, 5 tensorflow_version, 6 tensorflow_git_version. */
async function readMetaInfo(walk: Walk, at: WireField, graph: MetaGraph): Promise<void> {
  for await (const field of fieldsOf(walk, at)) {
    if (field.number === 4) graph.tags.push(await readText(walk.source, field));
    else if (field.number === 5) graph.tensorflowVersion = await readText(walk.source, field);
    else if (field.number === 6) graph.tensorflowGitVersion = await readText(walk.source, field);
  }
}

/** SaverDef: 1 filename_tensor_name, 2 save_tensor_name, 3 restore_op_name. */
async function readSaver(walk: Walk, at: WireField, graph: MetaGraph): Promise<void> {
  for await (const field of fieldsOf(walk, at)) {
    if (field.number > 3 || field.wire !== 2) continue;
    const tensor = await readText(walk.source, field);
    graph.saver.push(tensor);
    if (field.number === 3) graph.restore.push(tensor);
  }
}

/** A map entry: 1 key, 2 SignatureDef; SignatureDef: 2 outputs (map entry: 2 TensorInfo; TensorInfo: 1 name). */
async function readSignature(walk: Walk, at: WireField, graph: MetaGraph): Promise<void> {
  let key = '';
  const outputs: string[] = [];
  for await (const field of fieldsOf(walk, at)) {
    if (field.number === 1) key = await readText(walk.source, field);
    else if (field.number === 2) {
      for await (const part of fieldsOf(walk, field)) {
        if (part.number !== 2) continue;
        for await (const info of fieldsOf(walk, part))
          if (info.number === 2) append(outputs, await texts(walk, info, 1));
      }
    }
  }
  graph.signatures.set(key, outputs);
}

/** Texts of one field of a message. */
async function texts(walk: Walk, at: WireField, number: number): Promise<string[]> {
  const found: string[] = [];
  for await (const field of fieldsOf(walk, at))
    if (field.number === number && field.wire === 2) found.push(await readText(walk.source, field));
  return found;
}
