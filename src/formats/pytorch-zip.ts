import { className } from '../containers/pickle.js';
import { firstMemberName } from '../containers/zip.js';
import { certain, type Format, type FormatFacts, NO, type Recognition } from './format.js';
import { tensorOf } from './numpy-leaf.js';
import { attributeOf } from './python-names.js';
import { needsOf } from './python-needs.js';
import { rootOf } from './torch-archive.js';
import { readCheckpoint, type TorchCheckpoint } from './torch-checkpoint.js';
import { loadsWeightsOnly } from './torch-weights-only.js';
import { zipMembers } from './zip-recognition.js';

export const TORCH_FACTS: FormatFacts = {
  disclosure: 'source',
  steward: 'PyTorch Foundation',
  specification: 'https://github.com/pytorch/pytorch/blob/main/torch/serialization.py',
  encoding: 'binary',
  holds: 'weights',
  independent: false,
  worstLoading: 'code',
  openExport: 'safetensors',
};

export const pytorchZip: Format = {
  id: 'pytorch-zip',
  name: 'PyTorch checkpoint (zip)',
  extensions: ['.pt', '.pth', '.bin', '.ckpt', '.pkl', '.tar', '.model'],
  family: 'pytorch',
  container: 'zip',
  signature: 'zip with */data.pkl and */version',
  aliases: ['PyTorch checkpoint', 'state_dict'],
  facts: TORCH_FACTS,
  specializes: 'zip',

  async recognize(glimpse) {
    const members = await zipMembers(glimpse);
    if (!members) return recognizeCut(glimpse.head);
    const root = rootOf(members);
    const names = new Set(members.map(({ name }) => name));
    if (!names.has(`${root}data.pkl`) || names.has(`${root}constants.pkl`)) return NO;
    const witness = ['version', '.data/version', 'byteorder'].find((name) => names.has(root + name));
    const pickle = `${root}data.pkl`;
    if (witness !== undefined) return certain(`zip with ${pickle} and ${root}${witness}`);
    // Without its version no torch loads it; a stored pickle in a folder is still what torch alone writes.
    const isTorch = root !== '' && members.find(({ name }) => name === pickle)?.method === 0;
    return isTorch ? certain(`zip with ${pickle}`) : NO;
  },

  async inspect(model, limits) {
    const checkpoint = await readCheckpoint(model, limits);
    judgeLoading(checkpoint);
    return checkpoint.contents;
  },

  async *tensors(model, limits) {
    for (const leaf of (await readCheckpoint(model, limits)).leaves) yield tensorOf(leaf);
  },
};

/** A file cut before its directory still begins with the pickle, whose name ends in `data.pkl`. */
function recognizeCut(head: Uint8Array): Recognition {
  const name = firstMemberName(head);
  return name?.endsWith('/data.pkl') ? certain(`local header of ${name} at 0, without the directory`) : NO;
}

/** What loading needs and does: without code exactly where `weights_only=True` accepts the pickle. */
function judgeLoading({ contents, entries, object, archive }: TorchCheckpoint): void {
  contents.weightsOnlyLoadable = object !== undefined && entries.every(loadsWeightsOnly);
  contents.loading = contents.weightsOnlyLoadable ? 'data-only' : 'code';
  contents.needs = needsOf(['torch.load', ...contents.globals], contents.facts, `globals of ${archive.root}data.pkl`);
  const root = object?.value;
  if (
    root !== null &&
    typeof root === 'object' &&
    root.kind === 'object' &&
    attributeOf(root, '_modules') !== undefined
  ) {
    contents.facts.unshift({
      key: 'whole-module',
      value: className(root) ?? 'unknown',
      where: `${archive.root}data.pkl`,
    });
  }
}
