import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { isObject, type Json, readJson } from '../containers/json-document.js';
import { readZipDirectory } from '../containers/zip.js';
import { addPart } from './archive-parts.js';
import { begin, type Contents, certain, type Format, type ModelInput, NO, type Tensor } from './format.js';
import { attempt } from './problems.js';
import { addHostCalls } from './python-host-calls.js';
import { TORCH_FACTS } from './pytorch-zip.js';
import { addZipProblems, openMember } from './zip-contents.js';
import { addZipGaps } from './zip-gaps.js';
import { zipMembers } from './zip-recognition.js';

const MANIFEST = 'MAR-INF/MANIFEST.json';

export const torchserveMar: Format = {
  id: 'torchserve-mar',
  name: 'TorchServe archive',
  extensions: ['.mar'],
  family: 'pytorch',
  container: 'zip',
  signature: 'zip with MAR-INF/MANIFEST.json',
  facts: {
    ...TORCH_FACTS,
    holds: 'model',
    specification: 'https://github.com/pytorch/serve/blob/master/model-archiver/README.md',
  },
  specializes: 'zip',

  async recognize(glimpse) {
    const members = await zipMembers(glimpse);
    return members?.some(({ name }) => name === MANIFEST) ? certain(`zip with ${MANIFEST}`) : NO;
  },

  async inspect(model, limits) {
    return (await read(model, limits)).contents;
  },

  async *tensors(model, limits) {
    for (const tensors of (await read(model, limits)).parts) yield* tensors();
  },
};

/** The manifest names what the server runs and loads; every member is looked into. */
async function read(
  model: ModelInput,
  limits: Limits,
): Promise<{ contents: Contents; parts: (() => AsyncIterable<Tensor>)[] }> {
  const contents = begin(model, 'code');
  const parts: (() => AsyncIterable<Tensor>)[] = [];
  const directory = await readZipDirectory(model.source, limits);
  addZipProblems(contents, directory);
  await addZipGaps(contents, model.source, directory, limits);
  for (const member of directory.members) {
    if (member.isDirectory) continue;
    await attempt(contents, { member: member.name }, async () => {
      const source = await openMember(model, member, contents, limits);
      if (member.name === MANIFEST) {
        addManifest(await readJson(source, limits), contents);
        return;
      }
      if (/\.pyc?$/.test(member.name))
        contents.observations.push({
          kind: 'callable',
          code: 'code-file',
          name: member.name,
          message: `the server runs ${member.name}`,
          member: member.name,
        });
      if (member.name.endsWith('.py')) await addHostCalls(source, member.name, contents);
      const part = await addPart(contents, model, member.name, source);
      if (!part?.tensors || part.format.facts.isModel === false) return;
      append(
        contents.tensors,
        part.contents.tensors.map(({ offset: _, ...info }) => info),
      );
      parts.push(part.tensors);
    });
  }
  contents.needs = [{ package: 'torchserve', version: '', evidence: MANIFEST }];
  return { contents, parts };
}

function addManifest(manifest: Json, contents: Contents): void {
  if (!isObject(manifest)) throw new FormatError('invalid-structure', 'expected a manifest, found another JSON value');
  const fields = { ...manifest, ...(isObject(manifest['model']) ? manifest['model'] : {}) };
  for (const [key, value] of Object.entries(fields)) {
    if (typeof value === 'string' || typeof value === 'number')
      contents.facts.push({ key, value, where: `${MANIFEST}#${key}` });
  }
}
