import type { Node } from 'web-tree-sitter';
/**
 * A node of a syntax tree. Types are those of the grammars in vendor/grammars. Answers are kept, since each question crosses over to
 * the parser's own program, which takes longer than what is done with the answer.
 */
export declare class SyntaxNode {
    #private;
    readonly type: string;
    /** 0-based. */
    readonly row: number;
    constructor(node: Node, source: string);
    get text(): string;
    /** Children that are no punctuation. */
    get namedChildren(): readonly SyntaxNode[];
    get hasError(): boolean;
    /** The first child in which something is missing, or too much. */
    get childWithError(): SyntaxNode | undefined;
    childForFieldName(name: string): SyntaxNode | null;
    childrenForFieldName(name: string): SyntaxNode[];
    /** The same without punctuation. */
    namedChildrenForFieldName(name: string): SyntaxNode[];
}
/** Grammars that we have. Other languages have readers of their own. */
export type GrammarName = 'python' | 'r';
/**
 * Where grammars and the parser's own program lie: in dist/grammars beside the bundle after the build; in
 * vendor/ and in the parser's package when this file runs from source.
 */
export declare function grammarFolder(): {
    grammars: string;
    parser: string;
};
/** Parses texts of one grammar, one after the other. */
export interface SyntaxParser {
    /**
     * Calls `use` with the root node; the tree is gone when it returns. Broken syntax yields ERROR nodes; a text on which the
     * search for the least broken tree runs out of patience yields undefined.
     */
    parse<T>(text: string, use: (root: SyntaxNode) => T): T | undefined;
}
/** Milliseconds that went by, and those that processors worked for this process. */
export interface Clock {
    wall(): number;
    processor(): number;
}
/** Loads the parser once for all of its callers, and each grammar when first asked for. */
export declare function syntaxParsers(folders?: {
    grammars: string;
    parser: string;
}, clock?: Clock): (name: GrammarName) => Promise<SyntaxParser>;
