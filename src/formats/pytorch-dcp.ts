import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { type ByteSource, subSource } from '../bytes/source.js';
import { readPickle } from '../containers/pickle.js';
import { openCompanion } from './companion.js';
import { type DcpItem, type DcpPiece, dcpItems } from './dcp-metadata.js';
import { elementCount } from './dtypes.js';
import {
  begin,
  type Contents,
  certain,
  emptyContents,
  type Format,
  type ModelInput,
  NO,
  type Tensor,
} from './format.js';
import { glimpse } from './glimpse.js';
import { latin1Head } from './head-text.js';
import { joinBlocks } from './joined-blocks.js';
import { addPickle } from './pickle-contents.js';
import { attempt } from './problems.js';
import { objectFacts, plainValue } from './python-facts.js';
import { needsOf } from './python-needs.js';
import { TORCH_FACTS } from './pytorch-zip.js';
import { readCheckpoint } from './torch-checkpoint.js';
import { itemBytesOf } from './torch-dtypes.js';

/** Objects beside the tensors that are looked into: settings and counters, some of them per optimizer parameter. */
const MOST_OBJECTS = 2_000;

/** A checkpoint that several processes wrote: `.metadata` describes what lies where in `__<rank>_<n>.distcp`. */
export const pytorchDcp: Format = {
  id: 'pytorch-dcp',
  name: 'PyTorch distributed checkpoint',
  extensions: ['.metadata'],
  family: 'pytorch',
  container: 'directory',
  signature: '.metadata, a pickle of torch.distributed.checkpoint, beside .distcp files',
  aliases: ['PyTorch distributed checkpoint'],
  facts: {
    ...TORCH_FACTS,
    specification: 'https://docs.pytorch.org/docs/stable/distributed.checkpoint.html',
  },
  specializes: 'pickle',

  recognize: ({ path, head }) =>
    /(?:^|\/)\.metadata$/.test(path) && /torch\.distributed\.checkpoint\.metadata/.test(latin1Head(head))
      ? certain('.metadata of torch.distributed.checkpoint')
      : NO,

  async inspect(model, limits) {
    // `.metadata` is unpickled without restrictions.
    const contents = begin(model, 'code');
    const items = await readItems(model, contents, limits);
    const files = new Map<string, ByteSource | null>();
    let objects = 0;
    for (const item of items) {
      if (item.fault !== undefined) addFault(contents, item);
      await openPieces(model, item, files, contents);
      if (item.dtype !== undefined) contents.tensors.push(infoOf(item));
      else if (++objects <= MOST_OBJECTS) await addObject(model, item, files, contents, limits);
    }
    if (objects > MOST_OBJECTS)
      contents.observations.push({
        kind: 'unread',
        code: 'resource-limit',
        message: `expected at most ${MOST_OBJECTS} objects beside the tensors, found ${objects}`,
      });
    contents.companions = [...files.keys()];
    contents.storedBytes = items.reduce((sum, { pieces }) => sum + pieces.reduce((n, { length }) => n + length, 0), 0);
    contents.needs = needsOf(['torch.load', ...contents.globals], contents.facts, 'globals of .metadata');
    return contents;
  },

  async *tensors(model, limits) {
    const files = new Map<string, ByteSource | null>();
    const ignored = emptyContents('code');
    for (const item of await readItems(model, ignored, limits)) {
      if (item.dtype === undefined) continue;
      await openPieces(model, item, files, ignored);
      yield item.fault === undefined && item.pieces.every(({ file }) => files.get(file))
        ? { info: infoOf(item), values: () => valuesOf(model, item, files, limits) }
        : { info: infoOf(item) };
    }
  },
};

async function readItems(model: ModelInput, contents: Contents, limits: Limits): Promise<DcpItem[]> {
  const pickle = await readPickle(model.source, 0, { limits });
  addPickle(contents, pickle, { base: 0 });
  if (pickle.value === undefined) return [];
  for (const fact of objectFacts(pickle.value, '.metadata'))
    if (fact.key === 'version') contents.version = String(fact.value);
  return dcpItems(pickle.value, limits);
}

function addFault(contents: Contents, { name, fault = '' }: DcpItem): void {
  contents.observations.push({ kind: 'malformed', code: 'invalid-structure', message: fault, name });
}

const infoOf = ({ name, dtype = '', shape, pieces }: DcpItem): Tensor['info'] => ({
  name,
  dtype,
  shape,
  byteLength: elementCount(shape) * (itemBytesOf(dtype) ?? 0),
  ...(pieces[0] && { file: pieces[0].file }),
});

/** Opens the files of an item once each, and tells pieces that lie outside of theirs. */
async function openPieces(
  model: ModelInput,
  item: DcpItem,
  files: Map<string, ByteSource | null>,
  contents: Contents,
): Promise<void> {
  for (const { file, start, length, encoded } of item.pieces) {
    if (!files.has(file)) files.set(file, await openCompanion(model, file, contents.observations));
    const source = files.get(file);
    if (encoded)
      contents.observations.push({
        kind: 'unread',
        code: 'unsupported',
        message: 'expected values as torch.save writes them, found ones written through an extension',
        name: item.name,
      });
    else if (source && start + length > source.size) {
      item.fault = `expected ${length} bytes at ${start} of "${file}", found a file of ${source.size}`;
      contents.observations.push({ kind: 'malformed', code: 'truncated', message: item.fault, name: item.name });
    }
  }
}

const openPiece = (files: ReadonlyMap<string, ByteSource | null>, { file, start, length }: DcpPiece): ByteSource => {
  const source = files.get(file);
  if (!source) throw new FormatError('truncated', `expected the file "${file}", found none`);
  return subSource(source, start, start + length);
};

/** An object that torch.save wrote: what loading it would import, and the plain values in it. */
async function addObject(
  model: ModelInput,
  { name, pieces, fault }: DcpItem,
  files: ReadonlyMap<string, ByteSource | null>,
  contents: Contents,
  limits: Limits,
): Promise<void> {
  const [piece] = pieces;
  if (!piece || fault !== undefined || piece.encoded || !files.get(piece.file)) return;
  await attempt(contents, { member: name }, async () => {
    const source = openPiece(files, piece);
    const { contents: inner, object } = await readCheckpoint(
      { ...model, source, path: name, glimpse: await glimpse(name, source) },
      limits,
    );
    contents.globals = [...new Set([...contents.globals, ...inner.globals])].sort(byBytes);
    for (const observation of inner.observations) contents.observations.push({ ...observation, member: name });
    const value = object?.value === undefined ? undefined : plainValue(object.value);
    if (value !== undefined) contents.facts.push({ key: name, value, where: `${piece.file}#${name}` });
    else if (object?.value !== undefined)
      for (const fact of objectFacts(object.value, `${piece.file}#${name}`))
        contents.facts.push({ ...fact, key: `${name}.${fact.key}` });
  });
}

async function* valuesOf(
  model: ModelInput,
  item: DcpItem,
  files: ReadonlyMap<string, ByteSource | null>,
  limits: Limits,
): AsyncGenerator<Uint8Array> {
  const blocks = item.pieces.map((piece) => ({
    offsets: piece.offsets,
    sizes: piece.sizes,
    values: () => pieceValues(model, item, piece, files),
  }));
  yield* joinBlocks({ shape: item.shape, itemBytes: itemBytesOf(item.dtype ?? '') ?? 1 }, blocks, limits);
}

/** A piece is a torch file with one tensor, of the shape and dtype that the metadata promise. */
async function* pieceValues(
  model: ModelInput,
  { name, dtype = '' }: DcpItem,
  piece: DcpPiece,
  files: ReadonlyMap<string, ByteSource | null>,
): AsyncGenerator<Uint8Array> {
  const part = await model.part?.(name, openPiece(files, piece));
  for await (const { info, values } of part?.tensors?.() ?? []) {
    if (info.dtype !== dtype || info.shape.join() !== piece.sizes.join() || !values)
      throw new FormatError(
        'invalid-structure',
        `expected ${dtype} [${piece.sizes.join(', ')}] of "${name}", found ${info.dtype} [${info.shape.join(', ')}]`,
        piece.start,
      );
    yield* values();
    return;
  }
  throw new FormatError('invalid-structure', `expected a tensor of "${name}", found none`, piece.start);
}
