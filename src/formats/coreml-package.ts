import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { isObject } from '../containers/json-document.js';
import { addBlobs, coremlModel, readSpecification, type Specification, specificationTensors } from './coreml.js';
import { begin, certain, type Format, type ModelInput, NO } from './format.js';
import { readConfig } from './hf-directory.js';
import { headKeys } from './json-glimpse.js';
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
    if (typeof opened === 'string') {
      const contents = begin(model, 'program');
      contents.observations.push({ kind: 'malformed', code: 'invalid-structure', message: opened });
      return contents;
    }
    const { version, specification } = opened;
    const { contents } = specification;
    if (version !== undefined) contents.version = version;
    contents.tensors = (await addBlobs(model, opened.folder, specification)).map(unpackedInfo);
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
    if (typeof opened === 'string') return;
    yield* specificationTensors(model, opened.source, await addBlobs(model, opened.folder, opened.specification));
  },
};

interface Root {
  version?: string;
  /** Folder of the specification, with a slash at its end. */
  folder: string;
  source: ByteSource;
  specification: Specification;
}

/** The specification that the manifest names as the root model, or why there is none. */
async function openRoot(model: ModelInput, limits: Limits): Promise<Root | string> {
  const manifest = await readConfig(model, limits);
  const version = manifest['fileFormatVersion'];
  const items = isObject(manifest['itemInfoEntries']) ? manifest['itemInfoEntries'] : {};
  const root = items[String(manifest['rootModelIdentifier'])];
  const path = isObject(root) && typeof root['path'] === 'string' ? root['path'] : undefined;
  if (path === undefined) return 'expected an item that is the root model, found none';
  const entry = `Data/${path}`;
  const source = await model.companion(entry);
  if (!source) return `expected the file "${entry}", found none`;
  const specification = await readSpecification({ ...model, source }, limits);
  const { contents } = specification;
  contents.tensors = contents.tensors.map((info) => ({ ...info, file: entry }));
  contents.facts = contents.facts.map((fact) => ({ ...fact, where: `${entry}!/${fact.where}` }));
  contents.companions.push(entry);
  const folder = entry.slice(0, entry.lastIndexOf('/') + 1);
  return { ...(typeof version === 'string' && { version }), folder, source, specification };
}
