// Model files of gigabytes that take kilobytes of disk: headers as the frameworks write them, values as holes.
import { closeSync, openSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const TENSORS = 128;
const ROWS = 2048;
const COLUMNS = 4096;
/** 32 MiB of float32 each, 4 GiB in all. */
export const TENSOR_BYTES = ROWS * COLUMNS * 4;
const names = (count = TENSORS) => Array.from({ length: count }, (_, i) => `model.layers.${i}.weight`);

/** Writes pieces at offsets and leaves everything between them a hole. */
function sparse(path, size, pieces) {
  const file = openSync(path, 'w');
  for (const [offset, bytes] of pieces) writeSync(file, bytes, 0, bytes.length, offset);
  closeSync(file);
  truncateSync(path, size);
}

const u32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};

function safetensors(folder) {
  const entries = names().map((name, i) => [
    name,
    { dtype: 'F32', shape: [ROWS, COLUMNS], data_offsets: [i * TENSOR_BYTES, (i + 1) * TENSOR_BYTES] },
  ]);
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const header = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, 0x20)]);
  const path = join(folder, 'model.safetensors');
  const start = 8 + header.length;
  sparse(path, start + TENSORS * TENSOR_BYTES, [[0, Buffer.concat([u64(header.length), header])]]);
  return { format: 'safetensors', path, header: start };
}

function gguf(folder) {
  const text = (value) => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
  const infos = names().map((name, i) =>
    Buffer.concat([text(name), u32(2), u64(COLUMNS), u64(ROWS), u32(0), u64(i * TENSOR_BYTES)]),
  );
  const header = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(TENSORS),
    u64(1),
    text('general.architecture'),
    u32(8),
    text('llama'),
    ...infos,
  ]);
  const start = Math.ceil(header.length / 32) * 32;
  const path = join(folder, 'model.gguf');
  sparse(path, start + TENSORS * TENSOR_BYTES, [[0, header]]);
  return { format: 'GGUF', path, header: start };
}

/** A stored zip with sizes beyond 4 GiB. Checksums are 0, as PyTorch writes them where they are switched off. */
function zip(path, members) {
  const pieces = [];
  const central = [];
  let at = 0;
  let parsed = 0;
  for (const { name, head, size } of members) {
    const label = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.write('PK\x03\x04', 0, 'latin1');
    local.writeUInt16LE(45, 4);
    // Values begin at multiples of 64, behind padding in the extra field.
    const padding = (64 - ((at + 30 + label.length + 4) % 64)) % 64;
    const extra = Buffer.concat([Buffer.from([0x46, 0x42, padding, 0]), Buffer.alloc(padding, 0x5a)]);
    local.writeUInt32LE(size, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(label.length, 26);
    local.writeUInt16LE(extra.length, 28);
    const start = at + 30 + label.length + extra.length;
    pieces.push([at, Buffer.concat([local, label, extra, head])]);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 0, 'latin1');
    entry.writeUInt16LE(45, 4);
    entry.writeUInt16LE(45, 6);
    entry.writeUInt32LE(size, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(label.length, 28);
    const far = at > 0xfffffffe ? Buffer.concat([Buffer.from([1, 0, 8, 0]), u64(at)]) : Buffer.alloc(0);
    entry.writeUInt16LE(far.length, 30);
    entry.writeUInt32LE(far.length > 0 ? 0xffffffff : at, 42);
    central.push(Buffer.concat([entry, label, far]));
    parsed += 30 + label.length + extra.length + head.length;
    at = start + size;
  }
  const directory = Buffer.concat(central);
  const end64 = Buffer.concat([
    Buffer.from('PK\x06\x06', 'latin1'),
    u64(44),
    Buffer.from([45, 0, 45, 0]),
    u32(0),
    u32(0),
    u64(members.length),
    u64(members.length),
    u64(directory.length),
    u64(at),
    Buffer.from('PK\x06\x07', 'latin1'),
    u32(0),
    u64(at + directory.length),
    u32(1),
    Buffer.from('PK\x05\x06', 'latin1'),
    Buffer.from([0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]),
    u32(0xffffffff),
    u32(0xffffffff),
    Buffer.from([0, 0]),
  ]);
  pieces.push([at, Buffer.concat([directory, end64])]);
  sparse(path, at + directory.length + end64.length, pieces);
  return parsed + directory.length + end64.length;
}

/** `torch.save(state_dict)`, protocol 2: an OrderedDict of tensors, each with a storage of its own. */
function pytorch(folder) {
  const global = (module, name) => Buffer.from(`c${module}\n${name}\n`);
  const unicode = (text) => Buffer.concat([Buffer.from('X'), u32(Buffer.byteLength(text)), Buffer.from(text)]);
  const integer = (value) => Buffer.concat([Buffer.from('J'), u32(value)]);
  const entries = names().map((name, i) =>
    Buffer.concat([
      unicode(name),
      global('torch._utils', '_rebuild_tensor_v2'),
      Buffer.from('(('),
      unicode('storage'),
      global('torch', 'FloatStorage'),
      unicode(String(i)),
      unicode('cpu'),
      integer(ROWS * COLUMNS),
      Buffer.from('tQ'),
      integer(0),
      integer(ROWS),
      integer(COLUMNS),
      Buffer.from('\x86', 'latin1'),
      integer(COLUMNS),
      integer(1),
      Buffer.from('\x86\x89', 'latin1'),
      global('collections', 'OrderedDict'),
      Buffer.from(')RtR'),
    ]),
  );
  const pickle = Buffer.concat([Buffer.from('\x80\x02}(', 'latin1'), ...entries, Buffer.from('u.')]);
  const path = join(folder, 'model.pt');
  const whole = (name, text) => ({ name: `model/${name}`, head: Buffer.from(text), size: Buffer.byteLength(text) });
  const header = zip(path, [
    { name: 'model/data.pkl', head: pickle, size: pickle.length },
    whole('byteorder', 'little'),
    ...names().map((_, i) => ({ name: `model/data/${i}`, head: Buffer.alloc(0), size: TENSOR_BYTES })),
    whole('version', '3\n'),
  ]);
  return { format: 'PyTorch', path, header };
}

function npz(folder) {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${ROWS}, ${COLUMNS}), }`;
  const padded = `${text.padEnd(128 - 10 - 1)}\n`;
  const head = Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    Buffer.from([padded.length, 0]),
    Buffer.from(padded),
  ]);
  const path = join(folder, 'model.npz');
  const header = zip(
    path,
    names().map((name) => ({ name: `${name}.npy`, head, size: head.length + TENSOR_BYTES })),
  );
  return { format: 'npz', path, header };
}

function varint(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest > 127 ? (rest % 128) | 128 : rest);
    if (rest <= 127) return Buffer.from(bytes);
  }
}
const field = (number, content) => Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
const number = (id, value) => Buffer.concat([varint(id * 8), varint(value)]);
const tensor = (name) => [number(1, ROWS), number(1, COLUMNS), number(2, 1), field(8, Buffer.from(name))];
const opset = field(8, number(2, 20));
const producer = field(2, Buffer.from('modelbag-bench'));

function onnxExternal(folder) {
  const entry = (key, value) => field(13, Buffer.concat([field(1, Buffer.from(key)), field(2, Buffer.from(value))]));
  const initializers = names().map((name, i) =>
    field(
      5,
      Buffer.concat([
        ...tensor(name),
        entry('location', 'model.onnx.data'),
        entry('offset', String(i * TENSOR_BYTES)),
        entry('length', String(TENSOR_BYTES)),
        number(14, 1),
      ]),
    ),
  );
  const graph = Buffer.concat([field(2, Buffer.from('g')), ...initializers]);
  const model = Buffer.concat([number(1, 10), producer, field(7, graph), opset]);
  const path = join(folder, 'model.onnx');
  sparse(path, model.length, [[0, model]]);
  sparse(`${path}.data`, TENSORS * TENSOR_BYTES, []);
  return { format: 'ONNX, external data', path, header: model.length };
}

/** As long as protobuf allows: 63 tensors inside the file, just below 2 GiB. */
function onnxInline(folder) {
  const pieces = [];
  const heads = names(63).map((name) => Buffer.concat([...tensor(name), varint(9 * 8 + 2), varint(TENSOR_BYTES)]));
  const tagged = heads.map((head) => Buffer.concat([varint(5 * 8 + 2), varint(head.length + TENSOR_BYTES), head]));
  const name = field(2, Buffer.from('g'));
  const graphBytes = name.length + tagged.reduce((sum, head) => sum + head.length + TENSOR_BYTES, 0);
  const begin = Buffer.concat([number(1, 10), producer, varint(7 * 8 + 2), varint(graphBytes), name]);
  pieces.push([0, begin]);
  let at = begin.length;
  for (const head of tagged) {
    pieces.push([at, head]);
    at += head.length + TENSOR_BYTES;
  }
  pieces.push([at, opset]);
  const path = join(folder, 'inline.onnx');
  sparse(path, at + opset.length, pieces);
  return { format: 'ONNX, inline', path, header: pieces.reduce((sum, [, bytes]) => sum + bytes.length, 0) };
}

/** Writers by format. HDF5 is written by h5py, with `peers.py`. */
export const WRITERS = [safetensors, gguf, pytorch, npz, onnxExternal, onnxInline];
export const NAMES = names();
