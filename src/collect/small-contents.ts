import { memorySource, type OpenByteSource } from '../bytes/source.js';

/** All that is kept of a tree: what people write by hand stays far below. */
const KEPT_BYTES = 32 * 1024 * 1024;
/** What keeping a content costs beside its bytes. */
const BYTES_BESIDE = 256;

/** Contents of small files, so that recognizing and reading them does not open them again. Bounded; what is over is read anew. */
export class SmallContents {
  private readonly contents = new Map<string, Uint8Array>();
  private left = KEPT_BYTES;

  keep(path: string, content: Uint8Array): void {
    const cost = content.length + BYTES_BESIDE;
    if (cost > this.left) return;
    this.contents.set(path, content);
    this.left -= cost;
  }

  drop(path: string): void {
    const content = this.contents.get(path);
    if (content === undefined) return;
    this.left += content.length + BYTES_BESIDE;
    this.contents.delete(path);
  }

  /** Forgets all of them and keeps no more: once they have been read, they are in the way of what is made of them. */
  clear(): void {
    this.contents.clear();
    this.left = 0;
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
