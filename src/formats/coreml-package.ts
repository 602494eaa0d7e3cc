import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { isObject, type Json } from '../containers/json-document.js';
import { escapes } from '../containers/zip.js';
import { openCompanion } from './companion.js';
import { addBlobs, coremlModel, readSpecification, type Specification, specificationTensors } from './coreml.js';
import { begin, type Contents, certain, type Format, type ModelInput, NO, type Observation } from './format.js';
import { readConfig } from './hf-directory.js';
import { headKeys } from './json-glimpse.js';
import { addLoadableFiles } from './loadable-files.js';
import { unpackedInfo } from './packed-integers.js';

/** A folder whose Manifest.json names the specification and the weights. */
export const coremlPackage: Format = {
  id: 'coreml-mlpackage',
  name: 'Core ML package',
  extensions: ['.json', '.mlpackage'],
  family: 'device',
  container: 'directory',
  signature: 'Manifest.json with rootModelIdentifier and itemInfoEntries, Data/com.apple.CoreML/',
  aliases: ['Core ML'],
  facts: {
    ...coremlModel.facts,
    specification: 'https://apple.github.io/coremltools/docs-guides/source/convert-to-ml-program.html',
    encoding: 'mixed',
  },
  specializes: 'json',

  recognize: (glimpse) => {
    const keys = headKeys(glimpse);
    return keys?.includes('itemInfoEntries') || keys?.includes('rootModelIdentifier')
      ? certain('Manifest.json of a Core ML package')
      : NO;
  },

  async inspect(model, limits) {
    const opened = await openRoot(model, limits);
    if ('observations' in opened) return { ...begin(model, 'program'), observations: opened.observations };
    const { version, specification } = opened;
    const { contents } = specification;
    if (version !== undefined) contents.version = version;
    contents.tensors = (await addBlobs(model, opened.folder, specification)).map(unpackedInfo);
    for (const path of opened.items) await checkItem(path, model, contents);
    await addLoadableFiles(model, contents);
    contents.companions = [
      ...new Set([
        ...contents.companions,
        ...(await model.listCompanions()).filter((name) => name.startsWith('Data/')),
      ]),
    ];
    return contents;
  },

  async *tensors(model, limits) {
    const opened = await openRoot(model, limits);
    if ('observations' in opened) return;
    yield* specificationTensors(model, opened.source, await addBlobs(model, opened.folder, opened.specification));
  },
};

interface Root {
  version?: string;
  /** Paths of everything that the manifest lists. */
  items: string[];
  /** Folder of the specification, with a slash at its end. */
  folder: string;
  source: ByteSource;
  specification: Specification;
}

/** A path of the manifest, below the folder of data unless it leaves it. */
const pathOf = (item: string): string => (escapes(item) ? item : `Data/${item}`);

/** An item is a file or a folder of the package; one that is not there is told by who reads it. */
async function checkItem(path: string, model: ModelInput, contents: Contents): Promise<void> {
  const kind = await model.companionKind?.(path);
  if (kind === 'escape' || kind === 'symlink') await openCompanion(model, path, contents.observations);
}

/** The specification that the manifest names as the root model, or why there is none. */
async function openRoot(model: ModelInput, limits: Limits): Promise<Root | Pick<Contents, 'observations'>> {
  const manifest = await readConfig(model, limits);
  const version = manifest['fileFormatVersion'];
  const listed = isObject(manifest['itemInfoEntries']) ? manifest['itemInfoEntries'] : {};
  const pathIn = (item: Json | undefined): string[] =>
    isObject(item) && typeof item['path'] === 'string' ? [pathOf(item['path'])] : [];
  const [entry] = pathIn(listed[String(manifest['rootModelIdentifier'])]);
  if (entry === undefined) {
    const message = 'expected an item that is the root model, found none';
    return { observations: [{ kind: 'malformed', code: 'invalid-structure', message }] };
  }
  const observations: Observation[] = [];
  const source = await openCompanion(model, entry, observations);
  if (!source) return { observations };
  const specification = await readSpecification({ ...model, source }, limits);
  const { contents } = specification;
  contents.tensors = contents.tensors.map((info) => ({ ...info, file: entry }));
  contents.facts = contents.facts.map((fact) => ({ ...fact, where: `${entry}!/${fact.where}` }));
  contents.companions.push(entry);
  const folder = entry.slice(0, entry.lastIndexOf('/') + 1);
  const items = Object.values(listed).flatMap(pathIn);
  return { ...(typeof version === 'string' && { version }), folder, source, specification, items };
}
