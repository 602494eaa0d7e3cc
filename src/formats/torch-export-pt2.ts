import { append } from '../bytes/append.js';
import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { isObject, type Json, readJson } from '../containers/json-document.js';
import type { ZipMember } from '../containers/zip.js';
import { addPart } from './archive-parts.js';
import { begin, type Contents, certain, type Format, type ModelInput, NO, type Tensor } from './format.js';
import { type Leaf, tensorOf } from './numpy-leaf.js';
import { attempt } from './problems.js';
import { needsOf } from './python-needs.js';
import { TORCH_FACTS } from './pytorch-zip.js';
import { locateStorages, openTorchArchive, readValue, rootOf, type TorchArchive } from './torch-archive.js';
import { exportedLeaf } from './torch-export-weights.js';
import { addZipProblems, openMember } from './zip-contents.js';
import { addZipGaps } from './zip-gaps.js';
import { zipMembers } from './zip-recognition.js';

/** Where torch 2.8 and later keep tensors, and the file that describes each folder. */
const FOLDERS = [
  ['data/weights/', 'model_weights_config.json'],
  ['data/constants/', 'model_constants_config.json'],
] as const;
const NATIVE = /\.(so|dylib|dll|pyd|cubin|o)$/;

export const torchExportPt2: Format = {
  id: 'torch-export-pt2',
  name: 'PyTorch exported program',
  extensions: ['.pt2'],
  family: 'pytorch',
  container: 'zip',
  signature: 'zip with */archive_format that says pt2',
  aliases: ['torch.export'],
  facts: {
    ...TORCH_FACTS,
    holds: 'model',
    openExport: 'onnx',
    specification: 'https://docs.pytorch.org/docs/stable/export/pt2_archive.html',
  },
  specializes: 'zip',

  async recognize(glimpse) {
    const members = await zipMembers(glimpse);
    if (!members) return NO;
    const root = rootOf(members);
    const witness = members.find(
      ({ name }) => name === `${root}archive_format` || name.endsWith('serialized_exported_program.json'),
    );
    return witness ? certain(`zip with ${witness.name}`) : NO;
  },

  async inspect(model, limits) {
    return (await read(model, limits)).contents;
  },

  async *tensors(model, limits) {
    const { leaves, parts } = await read(model, limits);
    for (const leaf of leaves) yield tensorOf(leaf);
    for (const tensors of parts) yield* tensors();
  },
};

interface Exported {
  contents: Contents;
  leaves: Leaf[];
  /** Tensors of nested torch files that hold the weights in older archives. */
  parts: (() => AsyncIterable<Tensor>)[];
}

/** `torch.export.load` falls back to full unpickling where the safe way fails, so that nested files may always run code. */
async function read(model: ModelInput, limits: Limits): Promise<Exported> {
  const contents = begin(model, 'code');
  const archive = await openTorchArchive(model.source, limits);
  addZipProblems(contents, archive.directory);
  await addZipGaps(contents, model.source, archive.directory, limits);
  const version =
    (await readValue(archive, 'archive_version', contents, limits)) ??
    (await readValue(archive, '.data/version', contents, limits));
  if (version !== undefined) contents.version = version;
  const exported: Exported = { contents, leaves: [], parts: [] };
  const explained = new Set<ZipMember>();
  for (const [folder, config] of FOLDERS) await addFolder(archive, folder, config, exported, explained, limits);
  await addOthers(model, archive, exported, explained, limits);
  contents.tensors = exported.leaves.map(({ info }) => info).concat(contents.tensors);
  contents.needs = needsOf(['torch.export', ...contents.globals], contents.facts, 'exported by torch.export');
  return exported;
}

/** One folder of raw tensors with its description. */
async function addFolder(
  archive: TorchArchive,
  folder: string,
  configName: string,
  exported: Exported,
  explained: Set<ZipMember>,
  limits: Limits,
): Promise<void> {
  const { contents } = exported;
  const [member] = archive.members.get(folder + configName) ?? [];
  if (!member) return;
  explained.add(member);
  await attempt(contents, { member: member.name }, async () => {
    const document = await readJson(await openMember(archive, member, contents, limits), limits);
    const entries = isObject(document) && isObject(document['config']) ? Object.entries(document['config']) : [];
    const raw = entries.filter(([, entry]) => isObject(entry) && entry['use_pickle'] !== true);
    const places = await locateStorages(
      archive,
      folder,
      contents,
      limits,
      new Set(raw.map(([, entry]) => pathName(entry))),
    );
    const bigEndian = (await readValue(archive, 'byteorder', contents, limits)) === 'big';
    for (const [name, entry] of raw) {
      const path = pathName(entry);
      for (const found of archive.members.get(folder + path) ?? []) explained.add(found);
      const place = places.get(path);
      if (!place)
        contents.observations.push({
          kind: 'unread',
          code: 'missing-file',
          message: `expected the member ${folder}${path}, found none`,
          name: `${folder}${path}`,
        });
      exported.leaves.push(exportedLeaf(name, entry, place, bigEndian));
      contents.storedBytes = (contents.storedBytes ?? 0) + (place?.length ?? 0);
    }
  });
}

const pathName = (entry: Json): string =>
  isObject(entry) && typeof entry['path_name'] === 'string' ? entry['path_name'] : '';

/** Graphs are program text, nested torch files are looked into, shared objects are native code. */
async function addOthers(
  model: ModelInput,
  archive: TorchArchive,
  exported: Exported,
  explained: ReadonlySet<ZipMember>,
  limits: Limits,
): Promise<void> {
  const { contents } = exported;
  for (const [name, members] of archive.members) {
    for (const member of members) {
      if (
        explained.has(member) ||
        member.isDirectory ||
        /^(archive_|byteorder$|\.data\/|version$|\.format_version$|\.storage_alignment$)/.test(name)
      )
        continue;
      await attempt(contents, { member: member.name }, async () => {
        if (NATIVE.test(name))
          contents.observations.push({
            kind: 'callable',
            code: 'native-code',
            name: member.name,
            message: `running loads the native code in ${member.name}`,
            member: member.name,
          });
        else if (/^models\/[^/]+\.json$/.test(name) || name.endsWith('serialized_exported_program.json'))
          await addProgram(archive, member, contents, limits);
        else await addNested(model, archive, member, exported, limits);
      });
    }
  }
}

/** Versions that the exporter wrote into the program. */
async function addProgram(archive: TorchArchive, member: ZipMember, contents: Contents, limits: Limits): Promise<void> {
  const program = await readJson(await openMember(archive, member, contents, limits), limits, { nonFinite: true });
  contents.observations.push({
    kind: 'callable',
    code: 'exported-program',
    message: `running executes the graph in ${member.name}`,
    member: member.name,
  });
  if (!isObject(program))
    throw new FormatError('invalid-structure', 'expected an exported program, found another JSON value');
  for (const key of ['torch_version', 'schema_version', 'opset_version']) {
    const value = program[key];
    if (value !== undefined) contents.facts.push({ key, value, where: `${member.name}#${key}` });
  }
}

async function addNested(
  model: ModelInput,
  archive: TorchArchive,
  member: ZipMember,
  exported: Exported,
  limits: Limits,
): Promise<void> {
  const { contents } = exported;
  const part = await addPart(contents, model, member.name, await openMember(archive, member, contents, limits));
  if (!part?.tensors || !/serialized_(state_dict|constants)\.(pt|json)$/.test(member.name)) return;
  append(
    contents.tensors,
    part.contents.tensors.map(({ offset: _, ...info }) => info),
  );
  exported.parts.push(part.tensors);
}
