import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exportModel } from '../../src/export/export-model.js';
import { exporterOf } from '../../src/export/registry.js';
import type { FileAccess } from '../../src/formats/file-access.js';
import { memoryAccess } from '../formats/memory-access.js';

export const fixture = (path: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url)));

/** Exports a file in memory; everything that was written. `damage` changes a written file before it is read back. */
export async function exported(
  name: string,
  bytes: Uint8Array,
  to: readonly string[],
  options: Parameters<typeof exportModel>[3] & { damage?: (file: Buffer) => Buffer } = {},
) {
  const { damage, ...rest } = options;
  const written: Record<string, Buffer> = {};
  // Read when the proof asks, after it was written.
  const files: FileAccess = {
    open: (path) => memoryAccess(written).open(path),
    list: (folder) => memoryAccess(written).list(folder),
    kind: (path) => memoryAccess(written).kind(path),
  };
  const document = await exportModel(
    { path: name, files: memoryAccess({ [name]: bytes }) },
    to.map((id) => exporterOf(id)!),
    {
      async write(file, parts) {
        const held: Uint8Array[] = [];
        for await (const part of parts) held.push(Uint8Array.from(part));
        const whole = Buffer.concat(held);
        written[file] = damage ? damage(whole) : whole;
      },
      files,
    },
    rest,
  );
  return { document, written };
}
