import { memorySource, type OpenByteSource } from '../bytes/source.js';

/** All that is kept of a tree: what people write by hand stays far below. */
const KEPT_BYTES = 48 * 1024 * 1024;

/** Contents of small files, so that recognizing and reading them does not open them again. Bounded; what is over is read anew. */
export class SmallContents {
  private readonly contents = new Map<string, Uint8Array>();
  private left = KEPT_BYTES;

  keep(path: string, content: Uint8Array): void {
    if (content.length > this.left) return;
    this.contents.set(path, content);
    this.left -= content.length;
  }

  drop(path: string): void {
    this.left += this.contents.get(path)?.length ?? 0;
    this.contents.delete(path);
  }

  get(path: string): Uint8Array | undefined {
    return this.contents.get(path);
  }

  /** The content as a source, or null where it is not kept. */
  open(path: string): OpenByteSource | null {
    const content = this.contents.get(path);
    return content === undefined ? null : { ...memorySource(content), close: async () => {} };
  }
}
