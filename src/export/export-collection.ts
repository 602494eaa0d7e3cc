import { assessModel } from '../assess/model.js';
import { byBytes } from '../bytes/order.js';
import type { OpenByteSource } from '../bytes/source.js';
import type { CollectedFile, Collection } from '../collect/collection.js';
import { treeAccess } from '../collect/tree-access.js';
import { besideFile, type FileAccess, nameOf } from '../formats/file-access.js';
import type { Inspection } from '../formats/inspection.js';
import { type Progress, SILENT } from '../progress.js';
import { exportModel, stemOf, type WrittenExport } from './export-model.js';
import type { Exporter, ExportOptions } from './exporter.js';

/** An open copy that was made for the archive. */
export interface ExportedCopy extends WrittenExport {
  /** Path of the model that it is a copy of. */
  native: string;
}

export interface ExportedCollection {
  /** The collection with every copy, and its proof, beside the model it was made of. */
  collection: Collection;
  copies: ExportedCopy[];
}

/**
 * Makes open copies of the models of a collection that nobody could read without their framework. A copy that is not
 * equal, and one whose name is taken, is not kept; what is not possible is a note. Copies live as long as the tree.
 */
export async function exportCollection(
  collection: Collection,
  inspections: readonly Inspection[],
  exporters: readonly Exporter[],
  stringify: (proof: unknown) => string,
  { progress = SILENT, ...options }: Partial<ExportOptions> & { progress?: Progress } = {},
): Promise<ExportedCollection> {
  const { tree } = collection;
  const kept = new Map<string, OpenByteSource>();
  const notes: string[] = [];
  const copies: ExportedCopy[] = [];
  const taken = new Set([...tree.entries, ...collection.files].map(({ path }) => path));
  const access = treeAccess(collection.open, [...tree.entries, ...collection.files.map(({ entry }) => entry)]);
  for (const inspection of inspections) {
    if (assessModel(inspection).openness.promise !== 'bitstream-only' || inspection.contents.tensors.length === 0)
      continue;
    const native = inspection.path;
    const written = new Map<string, OpenByteSource>();
    const target = {
      write: async (name: string, bytes: AsyncIterable<Uint8Array>) => void written.set(name, await tree.keep(bytes)),
      files: heldAccess(written),
    };
    const { exports, notPossible } = await exportModel({ path: native, files: access }, exporters, target, {
      ...options,
      stem: stemOf(native),
      progress,
    });
    for (const { to, reason } of notPossible) notes.push(`${native} has no copy as ${to}: ${reason}`);
    for (const copy of exports) {
      const at = (name: string): string => besideFile(native, name);
      const problem =
        copy.proof.verdict === 'not-equal'
          ? 'the copy did not equal the model when it was read back'
          : copy.files.some(({ path }) => taken.has(at(path)))
            ? `${at(copy.path)} is there already`
            : null;
      if (problem !== null) {
        notes.push(`${native} got no copy as ${copy.to}: ${problem}`);
        continue;
      }
      for (const { path } of copy.files) kept.set(at(path), written.get(path)!);
      const proof = Buffer.from(stringify(copy.proof));
      kept.set(at(`${copy.path}.proof.json`), await tree.keep(only(proof)));
      for (const path of [...copy.files.map((file) => file.path), `${copy.path}.proof.json`]) taken.add(at(path));
      copies.push({ ...copy, native });
    }
  }
  return { collection: withCopies(collection, kept, copies, notes), copies };
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function withCopies(
  collection: Collection,
  kept: ReadonlyMap<string, OpenByteSource>,
  copies: readonly ExportedCopy[],
  notes: readonly string[],
): Collection {
  const files = [...kept].map(
    ([path, { size }]): CollectedFile => ({
      path,
      role: 'export',
      size,
      entry: { path, kind: 'file', size, executable: false },
      why: 'made by modelbag: exports of the configuration',
    }),
  );
  const models = copies.map(({ native, files: [entry, ...rest] }) => {
    const at = (name: string): string => besideFile(native, name);
    return { entry: at(entry!.path), companions: rest.map(({ path }) => at(path)) };
  });
  return {
    ...collection,
    files: [...collection.files, ...files].sort((a, b) => byBytes(a.path, b.path)),
    models: [...collection.models, ...models].sort((a, b) => byBytes(a.entry, b.entry)),
    notes: [...collection.notes, ...notes],
    open: async (path) => {
      const held = kept.get(path);
      return held ? { size: held.size, read: held.read, close: async () => {} } : collection.open(path);
    },
  };
}

/** What was just written, by name. */
const heldAccess = (written: ReadonlyMap<string, OpenByteSource>): FileAccess => ({
  async open(path) {
    const held = written.get(nameOf(path))!;
    return { size: held.size, read: held.read, close: async () => {} };
  },
  list: async () => [...written.keys()].sort(byBytes),
  kind: async (path) => (written.has(nameOf(path)) ? 'file' : path === '' ? 'directory' : 'missing'),
});
