import { byBytes } from '../../src/bytes/order.js';
import { memorySource } from '../../src/bytes/source.js';
import type { Collection } from '../../src/collect/collection.js';
import type { SourceTree, TreeEntry } from '../../src/tree/tree.js';

/** A collection of files in memory, as it would come from a directory. */
export function collected(contents: Record<string, string | Uint8Array>): Collection {
  const files = Object.keys(contents).sort(byBytes);
  const bytesOf = (path: string): Uint8Array => {
    const content = contents[path]!;
    return typeof content === 'string' ? new TextEncoder().encode(content) : content;
  };
  const entries = files.map(
    (path): TreeEntry => ({ path, kind: 'file', size: bytesOf(path).length, executable: false }),
  );
  const tree: SourceTree = {
    kind: 'directory',
    label: 'memory',
    name: 'memory',
    notes: [],
    entries,
    open: async (path) => ({ ...memorySource(bytesOf(path)), close: async () => {} }),
    keep: async (parts) => {
      const kept: Uint8Array[] = [];
      for await (const part of parts) kept.push(part);
      return { ...memorySource(Buffer.concat(kept)), close: async () => {} };
    },
    close: async () => {},
  };
  return {
    tree,
    files: entries.map((entry) => ({ path: entry.path, role: 'other', size: entry.size, entry })),
    models: [],
    refused: [],
    omitted: [],
    links: [],
    open: tree.open,
    notes: [],
  };
}
