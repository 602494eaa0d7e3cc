/** One operation of a graph or function. */
export interface GraphNode {
    name: string;
    op: string;
    /** As stored: `node`, `node:1`, `^node`. */
    inputs: string[];
    /** Functions that its attributes name. */
    functions: string[];
    /** Texts of a constant, or the stream that is printed to. */
    texts?: string[];
}
/** A MetaGraph in either form, binary or text. */
export interface MetaGraph {
    tags: string[];
    tensorflowVersion: string;
    tensorflowGitVersion: string;
    nodes: GraphNode[];
    functions: Map<string, GraphNode[]>;
    /** Tensors that saving and restoring start from. */
    saver: string[];
    /** Those of them that restoring starts from, which loading does. */
    restore: string[];
    /** Signature key → tensors that it yields. */
    signatures: Map<string, string[]>;
    /** Files that the graph reads at start, relative to `assets/`. */
    assets: string[];
    /** Nodes whose text is replaced by the path of an asset when the graph is loaded. */
    assetNodes: Set<string>;
    /** Configurations of Keras, as JSON, that TensorFlow kept with the objects until 2.4. */
    kerasMetadata: string[];
}
export declare const emptyMetaGraph: () => MetaGraph;
export interface Operators {
    /** Sorted, unique: everything that serving or calling the model can run. */
    model: string[];
    /** Sorted, unique: run by saving and restoring only, and not by the model. */
    saver: string[];
    /** Sorted, unique: run by restoring, whatever else runs them. */
    restore: string[];
}
/** Operators of a graph and its functions, those apart that only the checkpoint machinery reaches. */
export declare function operatorsOf(graph: MetaGraph): Operators;
export declare const nodeOf: (tensor: string) => string;
