import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { readPickles } from '../containers/pickle.js';
import { type Contents, certain, type Format, type ModelInput, NO } from './format.js';
import { tensorOf } from './numpy-leaf.js';
import { addPickles } from './pickle-contents.js';
import { attempt } from './problems.js';
import { needsOf } from './python-needs.js';
import { TORCH_FACTS } from './pytorch-zip.js';
import { rootOf, type TorchArchive } from './torch-archive.js';
import { readCheckpoint, type TorchCheckpoint } from './torch-checkpoint.js';
import { calledNames } from './torchscript-calls.js';
import { openMember } from './zip-contents.js';
import { zipMembers } from './zip-recognition.js';

/** Source text of one archive that is searched for calls. */
const MOST_SOURCE_BYTES = 64 << 20;
/** Calls that reach beyond tensors: files, other loaders, Python. */
const REACHING = /(^|\.)(from_file|to_file|load|save|_load_from_bytes|PythonOp|system|open)$/;

export const torchscript: Format = {
  id: 'torchscript',
  name: 'TorchScript',
  extensions: ['.pt', '.pth', '.ptl', '.torchscript', '.jit'],
  family: 'pytorch',
  container: 'zip',
  signature: 'zip with */data.pkl, */constants.pkl and */code/',
  aliases: ['PyTorch mobile'],
  facts: {
    ...TORCH_FACTS,
    holds: 'model',
    openExport: 'onnx',
    specification: 'https://github.com/pytorch/pytorch/blob/main/torch/csrc/jit/docs/serialization.md',
  },
  specializes: 'zip',

  async recognize(glimpse) {
    const members = await zipMembers(glimpse);
    if (!members) return NO;
    const root = rootOf(members);
    const has = (name: string) => members.some((member) => member.name === root + name);
    if (!has('constants.pkl')) return NO;
    return has('data.pkl') || has('bytecode.pkl')
      ? certain(`zip with ${root}constants.pkl and ${root}${has('bytecode.pkl') ? 'bytecode' : 'data'}.pkl`)
      : NO;
  },

  async inspect(model, limits) {
    return (await read(model, limits)).contents;
  },

  async *tensors(model, limits) {
    for (const leaf of (await read(model, limits)).leaves) yield tensorOf(leaf);
  },
};

const isExplained = (name: string): boolean =>
  name.startsWith('code/') || name.startsWith('constants/') || /^(constants|bytecode)\.pkl$/.test(name);

async function read(model: ModelInput, limits: Limits): Promise<TorchCheckpoint> {
  const checkpoint = await readCheckpoint(model, limits, isExplained);
  const { archive, contents } = checkpoint;
  for (const name of ['constants.pkl', 'bytecode.pkl']) await readMemberPickle(archive, name, contents, limits);
  await readCode(archive, contents, limits);
  contents.loading = 'program';
  contents.weightsOnlyLoadable = false;
  contents.needs = needsOf(['torch.jit.load'], [], 'TorchScript runs in libtorch');
  if (!archive.members.has('bytecode.pkl')) return checkpoint;
  // What the lite interpreter runs are instructions; their weights have no names outside of the program.
  contents.facts.push({ key: 'lite-interpreter', value: true, where: `${archive.root}bytecode.pkl` });
  contents.tensors = [];
  checkpoint.leaves = [];
  return checkpoint;
}

async function readMemberPickle(
  archive: TorchArchive,
  name: string,
  contents: Contents,
  limits: Limits,
): Promise<void> {
  for (const member of archive.members.get(name) ?? []) {
    await attempt(contents, { member: member.name }, async () => {
      const source = await openMember(archive, member, contents, limits);
      addPickles(contents, await readPickles(source, 0, { limits }), { member: member.name });
    });
  }
}

/** Names that the stored program calls, as operators; those that reach beyond tensors are callables of their own. */
async function readCode(archive: TorchArchive, contents: Contents, limits: Limits): Promise<void> {
  const operators = new Set<string>();
  let left = MOST_SOURCE_BYTES;
  for (const [name, members] of archive.members) {
    if (!name.startsWith('code/') || !name.endsWith('.py')) continue;
    for (const member of members) {
      await attempt(contents, { member: member.name }, async () => {
        left -= member.size;
        if (left < 0)
          throw new FormatError(
            'resource-limit',
            `expected at most ${MOST_SOURCE_BYTES} bytes of code, found more`,
            member.headerOffset,
          );
        const source = await openMember(archive, member, contents, limits);
        const text = Buffer.from(await source.read(0, source.size)).toString('utf8');
        for (const call of calledNames(text)) {
          operators.add(call);
          if (!REACHING.test(call) || contents.observations.some((o) => o.code === 'torchscript-op' && o.name === call))
            continue;
          contents.observations.push({
            kind: 'callable',
            code: 'torchscript-op',
            name: call,
            message: `the program calls ${call}`,
            member: member.name,
          });
        }
      });
    }
  }
  contents.operators = [...operators].sort(byBytes);
}
