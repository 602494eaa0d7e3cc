import type { ByteSource } from '../bytes/source.js';
import { type FieldBudget, type WireField } from '../containers/protobuf.js';
import type { GraphNode, MetaGraph } from './tensorflow-graph.js';
/** A place in a protobuf and what may still be walked. Sources should be windowed. */
export interface Walk {
    source: ByteSource;
    budget: FieldBudget;
}
/** MetaGraphDef: 1 meta_info_def, 2 graph_def, 3 saver_def, 5 signature_def, 6 asset_file_def, 7 object_graph_def. */
export declare function readMetaGraph(walk: Walk, at: Pick<WireField, 'start' | 'end'>): Promise<MetaGraph>;
/** GraphDef: 1 node, 2 library. */
export declare function readGraph(walk: Walk, at: Pick<WireField, 'start' | 'end'>, graph: MetaGraph, onNode?: (node: GraphNode, field: WireField) => Promise<void>): Promise<void>;
/** NodeDef: 1 name, 2 op, 3 input, 5 attr. */
export declare function readNode(walk: Walk, at: WireField): Promise<GraphNode>;
