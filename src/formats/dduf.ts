import type { Limits } from '../bytes/limits.js';
import { isObject, readJson } from '../containers/json-document.js';
import { locateZipMember, readZipDirectory, type ZipMember } from '../containers/zip.js';
import { addPart } from './archive-parts.js';
import { begin, certain, emptyContents, type Format, type ModelInput, NO, type Part, type Tensor } from './format.js';
import { worse } from './zip.js';
import { addZipProblems, openMember } from './zip-contents.js';
import { addZipGaps } from './zip-gaps.js';
import { zipMembers } from './zip-recognition.js';

const INDEX = 'model_index.json';
/** Kinds of files that a DDUF archive may hold. */
const ALLOWED = /\.(?:json|model|safetensors|txt|gguf)$/;

/** A diffusers pipeline in one file: a zip whose members are stored as they are. */
export const dduf: Format = {
  id: 'dduf',
  name: 'DDUF',
  aliases: ['DDUF’s Diffusion Unified Format'],
  extensions: ['.dduf'],
  family: 'hugging-face',
  container: 'zip',
  signature: `zip with ${INDEX} and weights in folders`,
  facts: {
    disclosure: 'documented',
    steward: 'Hugging Face',
    specification: 'https://huggingface.co/docs/hub/dduf',
    encoding: 'mixed',
    holds: 'model',
    independent: true,
    worstLoading: 'data-only',
    openExport: 'safetensors',
  },
  specializes: 'zip',

  async recognize(glimpse) {
    const members = await zipMembers(glimpse);
    const has = (pattern: RegExp): boolean => members?.some(({ name }) => pattern.test(name)) ?? false;
    return has(/^model_index\.json$/) && has(/^[^/]+\/.+\.(?:safetensors|gguf|json)$/)
      ? certain(`zip with ${INDEX} and folders of components`)
      : NO;
  },

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const directory = await readZipDirectory(model.source, limits);
    addZipProblems(contents, directory);
    await addZipGaps(contents, model.source, directory, limits);
    for (const member of directory.members.filter(({ isDirectory }) => !isDirectory)) {
      if (!ALLOWED.test(member.name) || member.method !== 0)
        contents.observations.push({
          kind: 'malformed',
          code: 'invalid-structure',
          message: `expected stored members of known kinds, found ${JSON.stringify(member.name)}`,
          member: member.name,
        });
      const source = await openMember(model, member, contents, limits);
      if (member.name === INDEX) {
        const index = await readJson(source, limits, { nonFinite: true });
        for (const [key, name] of [
          ['_class_name', 'class'],
          ['_diffusers_version', 'diffusers_version'],
        ] as const)
          if (isObject(index) && typeof index[key] === 'string')
            contents.facts.push({ key: name, value: index[key], where: `${INDEX}#${key}` });
        continue;
      }
      const part = await addPart(contents, model, member.name, source);
      if (!part || part.format.facts.isModel === false) continue;
      contents.loading = worse(contents.loading, part.contents.loading);
      const start = member.method === 0 ? (await locateZipMember(model.source, member)).start : null;
      for (const tensor of part.contents.tensors) {
        const { offset, ...info } = tensor;
        contents.tensors.push({
          ...info,
          name: prefixed(member, tensor.name),
          ...(offset !== undefined && start !== null && { offset: start + offset }),
        });
      }
    }
    return contents;
  },

  tensors: memberTensors,
};

/** Tensors are named after the folder of their component. */
const prefixed = ({ name }: ZipMember, tensor: string): string =>
  name.includes('/') ? `${name.slice(0, name.indexOf('/'))}.${tensor}` : tensor;

async function* memberTensors(model: ModelInput, limits: Limits): AsyncGenerator<Tensor> {
  const contents = emptyContents('data-only');
  const { members } = await readZipDirectory(model.source, limits);
  for (const member of members.filter(({ isDirectory, name }) => !isDirectory && name !== INDEX)) {
    const source = await openMember(model, member, contents, limits);
    const part: Part | undefined = await model.part?.(member.name, source);
    if (!part || part.format.facts.isModel === false) continue;
    for await (const tensor of part.tensors?.() ?? [])
      yield { ...tensor, info: { ...tensor.info, name: prefixed(member, tensor.info.name) } };
  }
}
