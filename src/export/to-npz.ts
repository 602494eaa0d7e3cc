import { crc32 } from 'node:zlib';
import { layOut, type ZipLayout } from '../bag/zip/layout.js';
import {
  centralHeaderLength,
  dosTime,
  endRecords,
  localHeaderLength,
  writeCentralHeader,
  writeLocalHeader,
} from '../bag/zip/records.js';
import { type Exportable, exactly, exportable, nothingToWrite } from './exportable.js';
import type { Exporter, ExportFile } from './exporter.js';
import { proveTensors } from './prove-tensors.js';

/** dtype → NumPy's type string. */
const DESCR: Readonly<Record<string, string>> = {
  bool: '|b1',
  int8: '|i1',
  int16: '<i2',
  int32: '<i4',
  int64: '<i8',
  uint8: '|u1',
  uint16: '<u2',
  uint32: '<u4',
  uint64: '<u8',
  float16: '<f2',
  float32: '<f4',
  float64: '<f8',
  complex64: '<c8',
  complex128: '<c16',
};
const ALIGNMENT = 64;

/** npz: a stored zip of npy files (NumPy Enhancement Proposal 1, format version 1.0, or 2.0 for long headers). */
export const toNpz: Exporter = {
  id: 'npz',
  extension: '.npz',
  title: 'weights of any readable model as NumPy arrays, one zip, no pickles',
  proof: 'tensors',
  async plan(model, stem) {
    const { kept, leftOut } = exportable(model, ({ name, dtype }) => {
      if (name.split(/[/\\]/).includes('..') || /^[/\\]/.test(name)) return 'its name would lead out of the archive';
      return DESCR[dtype] === undefined ? `NumPy has no dtype for ${dtype}` : null;
    });
    if (kept.length === 0) return nothingToWrite('NumPy', leftOut, 'modelbag export MODEL --to safetensors');
    return {
      files: [zipOf(`${stem}.npz`, kept)],
      leftOut,
      prove: proveTensors(kept),
    };
  },
};

type Members = ReadonlyMap<string, { tensor: Exportable; header: Buffer }>;

/** Values are read twice: sizes and CRC stand before the data, so that any reader can stream the zip. */
function zipOf(name: string, tensors: readonly Exportable[]): ExportFile {
  const members: Members = new Map(
    tensors.map((tensor) => [`${tensor.name}.npy`, { tensor, header: npyHeader(tensor) }]),
  );
  const plans = [...members].map(([member, { tensor, header }]) => ({
    name: member,
    size: header.length + tensor.byteLength,
  }));
  return { name, bytes: () => write(layOut(plans), members) };
}

async function* write(layout: ZipLayout, members: Members): AsyncGenerator<Uint8Array> {
  const time = dosTime(0);
  const directory: Buffer[] = [];
  for (const entry of layout.entries) {
    const { tensor, header } = members.get(entry.name)!;
    let crc = crc32(header);
    for await (const part of exactly(tensor)) crc = crc32(part, crc);
    const central = Buffer.alloc(centralHeaderLength(entry));
    writeCentralHeader(central, entry, crc, time);
    directory.push(central);
    const local = Buffer.alloc(localHeaderLength(entry));
    writeLocalHeader(local, entry, crc, time);
    yield local;
    yield header;
    yield* exactly(tensor);
  }
  yield* directory;
  yield endRecords(layout.entries.length, layout.directoryOffset, layout.directorySize);
}

function npyHeader({ dtype, shape }: Exportable): Buffer {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${DESCR[dtype]}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const wide = text.length > 60_000;
  const start = wide ? 12 : 10;
  const length = Math.ceil((start + text.length + 1) / ALIGNMENT) * ALIGNMENT - start;
  const header = Buffer.alloc(start + length, ' ');
  header.write('\x93NUMPY', 0, 'latin1');
  header.set([wide ? 2 : 1, 0], 6);
  if (wide) header.writeUInt32LE(length, 8);
  else header.writeUInt16LE(length, 8);
  header.write(text, start, 'latin1');
  header.write('\n', start + length - 1, 'latin1');
  return header;
}
