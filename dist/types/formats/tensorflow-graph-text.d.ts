import { type TextMessage } from '../containers/protobuf-text.js';
import { type MetaGraph } from './tensorflow-graph.js';
/** A MetaGraphDef in text form. */
export declare function metaGraphOf(message: TextMessage): MetaGraph;
