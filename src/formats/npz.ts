import { append } from '../bytes/append.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { type ByteSource, subSource } from '../bytes/source.js';
import { inflatingSource } from '../containers/inflating-source.js';
import { isNpy } from '../containers/npy.js';
import { isReallyEncrypted, locateZipMember, readZipDirectory, type ZipMember } from '../containers/zip.js';
import { addPart } from './archive-parts.js';
import { begin, type Contents, certain, type Format, type ModelInput, NO } from './format.js';
import { NPY_FACTS, readArray } from './npy.js';
import { type Leaf, tensorOf } from './numpy-leaf.js';
import { attempt } from './problems.js';
import { addZipProblems, openMember } from './zip-contents.js';
import { addZipGaps } from './zip-gaps.js';
import { zipMembers } from './zip-recognition.js';

const DEFLATED = 8;

export const npz: Format = {
  id: 'npz',
  name: 'NumPy archive',
  extensions: ['.npz'],
  family: 'arrays',
  container: 'zip',
  signature: 'zip whose members are npy files',
  facts: { ...NPY_FACTS, specification: 'https://numpy.org/doc/stable/reference/generated/numpy.savez.html' },
  specializes: 'zip',

  async recognize(glimpse) {
    const members = (await zipMembers(glimpse))?.filter(({ isDirectory }) => !isDirectory);
    if (!members || members.length === 0) return NO;
    return members.every(({ name }) => name.endsWith('.npy')) ? certain('zip of .npy members only') : NO;
  },

  async inspect(model, limits) {
    return (await read(model, limits)).contents;
  },

  async *tensors(model, limits) {
    for (const leaf of (await read(model, limits)).leaves) yield tensorOf(leaf);
  },
};

async function read(model: ModelInput, limits: Limits): Promise<{ contents: Contents; leaves: Leaf[] }> {
  const contents = begin(model, 'data-only');
  const leaves: Leaf[] = [];
  const directory = await readZipDirectory(model.source, limits);
  addZipProblems(contents, directory);
  await addZipGaps(contents, model.source, directory, limits);
  for (const member of directory.members) {
    if (member.isDirectory) continue;
    await attempt(contents, { member: member.name }, async () => {
      await addMember(model, member, contents, leaves, limits);
    });
  }
  contents.globals.sort(byBytes);
  return { contents, leaves };
}

async function addMember(
  model: ModelInput,
  member: ZipMember,
  contents: Contents,
  leaves: Leaf[],
  limits: Limits,
): Promise<void> {
  const { source, base } = await openArray(model, member, contents, limits);
  if (!isNpy(await source.read(0, Math.min(8, source.size)))) {
    await addPart(contents, model, member.name, source);
    return;
  }
  const array = await readArray(member.name.replace(/\.npy$/, ''), source, base, limits, member.name);
  append(contents.tensors, array.contents.tensors);
  append(contents.facts, array.contents.facts);
  append(contents.observations, array.contents.observations);
  contents.globals = [...new Set([...contents.globals, ...array.contents.globals])];
  contents.storedBytes = (contents.storedBytes ?? 0) + member.compressedSize;
  if (array.contents.loading === 'code') contents.loading = 'code';
  if (array.leaf) leaves.push(array.leaf);
}

/** A stored member is a range of the file, so that its values keep their offsets; a deflated one is inflated as it is read. */
async function openArray(
  model: ModelInput,
  member: ZipMember,
  contents: Contents,
  limits: Limits,
): Promise<{ source: ByteSource; base: number | undefined }> {
  if (isReallyEncrypted(member) || (member.method !== 0 && member.method !== DEFLATED))
    return { source: await openMember(model, member, contents, limits), base: undefined };
  const { start, end, problems } = await locateZipMember(model.source, member);
  for (const { code, message } of problems)
    contents.observations.push({ kind: 'malformed', code, message, member: member.name, offset: member.headerOffset });
  const range = subSource(model.source, start, end);
  if (member.method === DEFLATED) return { source: inflatingSource(range, member.size, limits), base: undefined };
  return { source: range, base: start };
}
