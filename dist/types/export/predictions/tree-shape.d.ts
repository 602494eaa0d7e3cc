/** The children of a node are others of its tree, and each node is the child of one: no walk ends nowhere or never. */
export declare function expectTree(count: number, childrenOf: (node: number) => readonly number[]): void;
