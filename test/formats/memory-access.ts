import { FormatError } from '../../src/bytes/format-error.js';
import { byBytes } from '../../src/bytes/order.js';
import { type ByteSource, memorySource } from '../../src/bytes/source.js';
import type { FileAccess, PathKind } from '../../src/formats/file-access.js';

/** Files in memory: bytes, text, a source of its own, or a path that is something else than a file. */
export type MemoryFiles = Record<string, Uint8Array | string | ByteSource | { kind: PathKind }>;

/** A FileAccess over files in memory. */
export function memoryAccess(files: MemoryFiles): FileAccess {
  const paths = Object.keys(files).sort(byBytes);
  const below = (folder: string) =>
    paths.filter((path) => folder === '' || folder === '.' || path.startsWith(`${folder}/`));
  const kindOf = (path: string): PathKind => {
    const file = files[path];
    if (file === undefined) return below(path).length > 0 ? 'directory' : 'missing';
    return typeof file === 'object' && 'kind' in file ? file.kind : 'file';
  };
  return {
    async open(path) {
      const file = files[path];
      if (file === undefined || kindOf(path) !== 'file')
        throw new FormatError('unsupported', `expected a file, found none: ${path}`);
      const source =
        typeof file === 'string'
          ? memorySource(Buffer.from(file))
          : 'read' in file
            ? file
            : memorySource(file as Uint8Array);
      return { ...source, close: async () => {} };
    },
    async list(folder) {
      const prefix = folder === '' || folder === '.' ? 0 : folder.length + 1;
      return below(folder)
        .filter((path) => kindOf(path) === 'file')
        .map((path) => path.slice(prefix));
    },
    kind: async (path) => kindOf(path),
  };
}

/** A source that counts the bytes that were asked for. */
export function countingSource(source: ByteSource): ByteSource & { bytesRead: number } {
  return {
    size: source.size,
    bytesRead: 0,
    async read(start, end) {
      this.bytesRead += end - start;
      return source.read(start, end);
    },
  };
}

/** A source of any size that is zero but for a beginning and an end. */
export function sparseSource(size: number, head: Uint8Array, tail: Uint8Array = new Uint8Array(0)): ByteSource {
  return {
    size,
    async read(start, end) {
      if (start < 0 || end > size)
        throw new FormatError('truncated', `expected ${end - start} bytes, found fewer`, start);
      const bytes = Buffer.alloc(end - start);
      for (const [part, at] of [
        [head, 0],
        [tail, size - tail.length],
      ] as const) {
        const from = Math.max(start, at);
        const to = Math.min(end, at + part.length);
        if (from < to) bytes.set(part.subarray(from - at, to - at), from - start);
      }
      return bytes;
    },
  };
}
