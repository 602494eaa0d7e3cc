import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { isTarHeader, openTarMember, readTar, type TarMember } from '../containers/tar.js';
import { parseYaml } from '../containers/yaml-document.js';
import { addPart } from './archive-parts.js';
import { begin, type Contents, certain, type Format, type ModelInput, NO, type Tensor } from './format.js';
import { configFacts, hydraTargets, pythonTags } from './hydra-config.js';
import { attempt } from './problems.js';
import { needsOf } from './python-needs.js';
import { addTarProblems } from './tar-contents.js';
import { worse } from './zip.js';

const CONFIG = 'model_config.yaml';
const plainName = (name: string): string => name.replace(/^(\.\/)+/, '');

export const nemo: Format = {
  id: 'nemo',
  name: 'NVIDIA NeMo archive',
  extensions: ['.nemo'],
  family: 'pytorch',
  container: 'tar',
  signature: 'tar with model_config.yaml and model_weights.ckpt',
  facts: {
    disclosure: 'source',
    steward: 'NVIDIA',
    specification: 'https://docs.nvidia.com/nemo-framework/user-guide/latest/nemotoolkit/core/core.html',
    encoding: 'mixed',
    holds: 'model',
    independent: false,
    worstLoading: 'code',
    openExport: 'onnx',
  },
  specializes: 'tar',

  async recognize({ head, source }, limits) {
    if (!isTarHeader(head)) return NO;
    const { members } = await readTar(source, limits);
    return members.some(({ name }) => plainName(name) === CONFIG) ? certain(`tar with ${CONFIG}`) : NO;
  },

  async inspect(model, limits) {
    return (await read(model, limits)).contents;
  },

  async *tensors(model, limits) {
    for (const tensors of (await read(model, limits)).parts) yield* tensors();
  },
};

/** The configuration names the classes to build (Hydra); the weights are a torch file beside it. */
async function read(
  model: ModelInput,
  limits: Limits,
): Promise<{ contents: Contents; parts: (() => AsyncIterable<Tensor>)[] }> {
  const contents = begin(model, 'data-only');
  const parts: (() => AsyncIterable<Tensor>)[] = [];
  const directory = await readTar(model.source, limits);
  await addTarProblems(contents, model.source, directory, limits);
  for (const member of directory.members) {
    if (member.kind !== 'file') continue;
    await attempt(contents, { member: member.name }, async () => {
      if (plainName(member.name) === CONFIG) await addConfig(model, member, contents, limits);
      const part = await addPart(contents, model, member.name, openTarMember(model.source, member));
      if (!part || part.format.facts.isModel === false) return;
      contents.loading = worse(contents.loading, part.contents.loading);
      if (!part.tensors) return;
      append(
        contents.tensors,
        part.contents.tensors.map((info) => ({
          ...info,
          ...(info.offset !== undefined && { offset: info.offset + member.start }),
        })),
      );
      parts.push(part.tensors);
    });
  }
  contents.needs = needsOf(['nemo.core', ...contents.globals], contents.facts, CONFIG).map((need) =>
    need.package === 'nemo' ? { ...need, package: 'nemo-toolkit' } : need,
  );
  return { contents, parts };
}

async function addConfig(model: ModelInput, member: TarMember, contents: Contents, limits: Limits): Promise<void> {
  if (member.size > limits.headerBytes)
    throw new FormatError(
      'resource-limit',
      `expected a configuration of at most ${limits.headerBytes} bytes, found ${member.size}`,
      member.start,
    );
  const source = openTarMember(model.source, member);
  const text = Buffer.from(await source.read(0, source.size)).toString('utf8');
  const parsed = await parseYaml(text);
  if ('message' in parsed)
    throw new FormatError('invalid-structure', `${parsed.message} in line ${parsed.line}`, member.start);
  append(contents.facts, configFacts(parsed.value, member.name));
  for (const { name, path } of [...hydraTargets(parsed.value), ...pythonTags(text)]) {
    contents.observations.push({
      kind: 'callable',
      code: 'hydra-target',
      name,
      message: `the configuration names ${name} to be called (${path})`,
      member: member.name,
      offset: member.start,
    });
  }
}
