import { append } from '../bytes/append.js';
import { messages, type TextMessage, value, values } from '../containers/protobuf-text.js';
import { emptyMetaGraph, type GraphNode, type MetaGraph, nodeOf as tensorNode } from './tensorflow-graph.js';

/** A MetaGraphDef in text form. */
export function metaGraphOf(message: TextMessage): MetaGraph {
  const graph = emptyMetaGraph();
  for (const info of messages(message, 'meta_info_def')) {
    append(graph.tags, values(info, 'tags'));
    graph.tensorflowVersion = value(info, 'tensorflow_version');
    graph.tensorflowGitVersion = value(info, 'tensorflow_git_version');
  }
  for (const definition of messages(message, 'graph_def')) addGraph(definition, graph);
  for (const saver of messages(message, 'saver_def')) {
    graph.restore.push(value(saver, 'restore_op_name'));
    graph.saver.push(
      ...['filename_tensor_name', 'save_tensor_name', 'restore_op_name'].map((field) => value(saver, field)),
    );
  }
  for (const entry of messages(message, 'signature_def')) {
    const outputs = messages(entry, 'value').flatMap((signature) => messages(signature, 'outputs'));
    graph.signatures.set(
      value(entry, 'key'),
      outputs.flatMap((output) => messages(output, 'value')).map((info) => value(info, 'name')),
    );
  }
  for (const asset of messages(message, 'asset_file_def')) {
    graph.assets.push(value(asset, 'filename'));
    for (const info of messages(asset, 'tensor_info')) graph.assetNodes.add(tensorNode(value(info, 'name')));
  }
  return graph;
}

/** A GraphDef in text form. */
function addGraph(definition: TextMessage, graph: MetaGraph): void {
  append(graph.nodes, messages(definition, 'node').map(nodeOf));
  for (const library of messages(definition, 'library')) {
    for (const definition of messages(library, 'function')) {
      const name =
        messages(definition, 'signature')
          .map((signature) => value(signature, 'name'))
          .at(-1) ?? '';
      graph.functions.set(name, messages(definition, 'node_def').map(nodeOf));
    }
  }
}

function nodeOf(node: TextMessage): GraphNode {
  const attributes = messages(node, 'attr').flatMap((entry) => messages(entry, 'value'));
  const called = attributes.flatMap((attribute) => [
    ...messages(attribute, 'func'),
    ...messages(attribute, 'list').flatMap((list) => messages(list, 'func')),
  ]);
  const texts = attributes.flatMap((attribute) => [
    ...values(attribute, 's'),
    ...messages(attribute, 'tensor').flatMap((tensor) => values(tensor, 'string_val')),
  ]);
  return {
    name: value(node, 'name'),
    op: value(node, 'op'),
    inputs: values(node, 'input'),
    functions: called.map((call) => value(call, 'name')),
    ...(texts.length > 0 && { texts }),
  };
}
