import { NotExportable } from '../not-exportable.js';

/** The children of a node are others of its tree, and each node is the child of one: no walk ends nowhere or never. */
export function expectTree(count: number, childrenOf: (node: number) => readonly number[]): void {
  const seen = new Set([0]);
  const open = [0];
  for (let node = open.pop(); node !== undefined; node = open.pop())
    for (const child of childrenOf(node)) {
      if (!(Number.isInteger(child) && child >= 0 && child < count) || seen.has(child))
        throw new NotExportable(`node ${node} of a tree has the child ${child}, which is none of its own`);
      seen.add(child);
      open.push(child);
    }
  if (count === 0) throw new NotExportable('a tree has no node');
}
