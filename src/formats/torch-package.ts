import type { Limits } from '../bytes/limits.js';
import { begin, type Contents, certain, type Format, NO } from './format.js';
import { attempt } from './problems.js';
import { addHostCalls } from './python-host-calls.js';
import { needsOf } from './python-needs.js';
import { TORCH_FACTS } from './pytorch-zip.js';
import { openTorchArchive, readValue, rootOf, type TorchArchive } from './torch-archive.js';
import { addMembers } from './zip.js';
import { addZipProblems, openMember } from './zip-contents.js';
import { addZipGaps } from './zip-gaps.js';
import { zipMembers } from './zip-recognition.js';

export const torchPackage: Format = {
  id: 'torch-package',
  name: 'torch.package archive',
  extensions: ['.pt', '.zip'],
  family: 'pytorch',
  container: 'zip',
  signature: 'zip with */.data/version and Python sources',
  facts: { ...TORCH_FACTS, holds: 'model', specification: 'https://docs.pytorch.org/docs/stable/package.html' },
  specializes: 'zip',

  async recognize(glimpse) {
    const members = await zipMembers(glimpse);
    if (!members) return NO;
    const root = rootOf(members);
    const witness = ['.data/extern_modules', '.data/python_version'].find((name) =>
      members.some((member) => member.name === root + name),
    );
    return witness ? certain(`zip with ${root}${witness}`) : NO;
  },

  /** Source code and pickles that import from it: listed, judged by what they name, never followed into tensors. */
  async inspect(model, limits) {
    const contents = begin(model, 'code');
    const archive = await openTorchArchive(model.source, limits);
    addZipProblems(contents, archive.directory);
    await addZipGaps(contents, model.source, archive.directory, limits);
    const version = await readValue(archive, '.data/version', contents, limits);
    if (version !== undefined) contents.version = version;
    const others = archive.directory.members.filter(({ name }) => !/\/\.data\/|\/byteorder$/.test(`/${name}`));
    await addMembers(model, others, contents, limits);
    await addSources(archive, contents, limits);
    await addPython(archive, contents, limits);
    contents.loading = 'code';
    contents.weightsOnlyLoadable = false;
    contents.needs = needsOf(['torch.package', ...contents.globals], contents.facts, 'globals of the pickles');
    return contents;
  },
};

async function addSources(archive: TorchArchive, contents: Contents, limits: Limits): Promise<void> {
  for (const member of archive.directory.members) {
    const { name } = member;
    if (!name.endsWith('.py')) continue;
    contents.observations.push({
      kind: 'callable',
      code: 'code-file',
      name,
      message: `loading may run ${name}`,
      member: name,
    });
    await attempt(contents, { member: name }, async () => {
      await addHostCalls(await openMember(archive, member, contents, limits), name, contents);
    });
  }
}

async function addPython(archive: TorchArchive, contents: Contents, limits: Limits): Promise<void> {
  const version = await readValue(archive, '.data/python_version', contents, limits);
  if (version !== undefined)
    contents.facts.push({ key: 'python_version', value: version, where: `${archive.root}.data/python_version` });
}
