import { isObject } from '../containers/json-document.js';
import { coremlModel } from './coreml.js';
import { certain, emptyContents, type Format, NO } from './format.js';
import { readConfig } from './hf-directory.js';
import { headKeys } from './json-glimpse.js';
import { addPart, openPart } from './parts.js';

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
    const manifest = await readConfig(model, limits);
    const contents = emptyContents('program');
    const version = manifest['fileFormatVersion'];
    if (typeof version === 'string') contents.version = version;
    const items = isObject(manifest['itemInfoEntries']) ? manifest['itemInfoEntries'] : {};
    const root = items[String(manifest['rootModelIdentifier'])];
    const path = isObject(root) && typeof root['path'] === 'string' ? root['path'] : undefined;
    if (path === undefined) {
      contents.observations.push({
        kind: 'malformed',
        code: 'invalid-structure',
        message: 'expected an item that is the root model, found none',
      });
      return contents;
    }
    const entry = `Data/${path}`;
    const part = await openPart(model, entry, contents);
    if (part) addPart(contents, entry, part, { tensors: true });
    contents.companions = [
      ...new Set([
        ...contents.companions,
        ...(await model.listCompanions()).filter((name) => name.startsWith('Data/')),
      ]),
    ];
    return contents;
  },
};
