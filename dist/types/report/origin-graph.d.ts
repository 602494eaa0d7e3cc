import type { Tone } from './words.js';
/** From what over which scripts to which models: a picture as data, for SVG and for Mermaid. */
export interface Origin {
    nodes: OriginNode[];
    edges: OriginEdge[];
}
/** Columns from left to right. */
export declare const LAYERS: readonly ['Made from', 'By', 'Models', 'Open copies'];
export interface OriginNode {
    layer: 0 | 1 | 2 | 3;
    kind: 'data' | 'environment' | 'settings' | 'base' | 'script' | 'model' | 'copy' | 'gap';
    /** A name out of the repository, or our words where `isName` is false. */
    label: string;
    isName: boolean;
    /** Short lines below it, names included. */
    details: string[];
    tone: Tone;
}
/** `from` and `to` index `nodes`. A `gap` edge says what is not known. */
export interface OriginEdge {
    from: number;
    to: number;
    kind: 'made' | 'equal' | 'proven' | 'named' | 'gap';
}
/** A graph while it grows. */
export declare class Graph {
    readonly nodes: OriginNode[];
    readonly edges: OriginEdge[];
    add(node: OriginNode): number;
    join(from: number | undefined, to: number | undefined, kind: OriginEdge['kind']): void;
}
/** A box with words of ours instead of a name. */
export declare const words: (layer: OriginNode['layer'], kind: OriginNode['kind'], label: string, details: string[], tone: Tone) => OriginNode;
