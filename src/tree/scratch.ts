import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFile } from '../bytes/file-source.js';
import type { OpenByteSource } from '../bytes/source.js';

/** Bytes kept on disk while a tree is open: large git blobs, inflated zip members, downloads. */
export class Scratch {
  #folder: Promise<string> | undefined;
  #count = 0;
  readonly #kept: OpenByteSource[] = [];
  constructor(readonly parent = tmpdir()) {}

  /** Writes the bytes to a private file. What is returned stays readable until this scratch is closed. */
  async keep(parts: AsyncIterable<Uint8Array>): Promise<OpenByteSource> {
    // mkdtemp makes the folder readable by its owner alone.
    this.#folder ??= mkdtemp(join(this.parent, 'modelbag-'));
    const path = join(await this.#folder, String(this.#count++));
    try {
      await writeFile(path, parts, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    const source = await openFile(path);
    // Without a name the bytes vanish with this process, however it ends.
    await unlink(path);
    this.#kept.push(source);
    return { ...source, close: async () => {} };
  }

  async close(): Promise<void> {
    for (const source of this.#kept.splice(0)) await source.close();
    const folder = this.#folder;
    this.#folder = undefined;
    if (folder) await rm(await folder, { recursive: true, force: true });
  }
}
