import type { ByteSource } from '../bytes/source.js';
import { type FieldBudget, readText, type WireField, walkFields } from '../containers/protobuf.js';
import type { GraphNode, MetaGraph } from './tensorflow-graph.js';
import { emptyMetaGraph } from './tensorflow-graph.js';

/** A place in a protobuf and what may still be walked. Sources should be windowed. */
export interface Walk {
  source: ByteSource;
  budget: FieldBudget;
}

const fieldsOf = ({ source, budget }: Walk, { start, end }: Pick<WireField, 'start' | 'end'>) =>
  walkFields(source, start, end, budget);

/** MetaGraphDef: 1 meta_info_def, 2 graph_def, 3 saver_def, 5 signature_def, 6 asset_file_def. */
export async function readMetaGraph(walk: Walk, at: Pick<WireField, 'start' | 'end'>): Promise<MetaGraph> {
  const graph = emptyMetaGraph();
  for await (const field of fieldsOf(walk, at)) {
    if (field.number === 1) await readMetaInfo(walk, field, graph);
    else if (field.number === 2) await readGraph(walk, field, graph);
    else if (field.number === 3) await readSaver(walk, field, graph);
    else if (field.number === 5) await readSignature(walk, field, graph);
    else if (field.number === 6) graph.assets.push(...(await texts(walk, field, 2)));
  }
  return graph;
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

/** A map entry (1 key, 2 AttrValue); AttrValue: 10 func, 1 list (9 func); NameAttrList: 1 name. */
async function readAttribute(walk: Walk, entry: WireField, node: GraphNode): Promise<void> {
  for await (const value of fieldsOf(walk, entry)) {
    if (value.number !== 2 || value.wire !== 2) continue;
    for await (const field of fieldsOf(walk, value)) {
      if (field.number === 10) node.functions.push(...(await texts(walk, field, 1)));
      else if (field.number === 1)
        for await (const item of fieldsOf(walk, field))
          if (item.number === 9 && item.wire === 2) node.functions.push(...(await texts(walk, item, 1)));
    }
  }
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
  for await (const field of fieldsOf(walk, at))
    if (field.number <= 3 && field.wire === 2) graph.saver.push(await readText(walk.source, field));
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
          if (info.number === 2) outputs.push(...(await texts(walk, info, 1)));
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
