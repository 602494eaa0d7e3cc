import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { byteLengthOf, countElements } from './dtypes.js';
import {
  begin,
  type Contents,
  certain,
  emptyContents,
  type Format,
  type ModelInput,
  NO,
  type Tensor,
} from './format.js';
import { headKeys } from './json-glimpse.js';
import { addLoadableFiles, knowsItsFolder } from './loadable-files.js';
import { attempt } from './problems.js';
import { readZarr } from './zarr-array.js';
import { parseZarray, parseZarrJson, type ZarrArray } from './zarr-metadata.js';

/** Longest metadata document of one array. */
const DOCUMENT_BYTES = 4 << 20;

interface Named {
  name: string;
  array: ZarrArray;
}

/** A Zarr group or array of version 2 or 3, entered through the document at its top. */
export const zarr: Format = {
  id: 'zarr',
  name: 'Zarr',
  extensions: ['.zarr', '.json'],
  family: 'arrays',
  container: 'directory',
  signature: '.zarray, .zgroup or zarr.json with zarr_format',
  facts: {
    disclosure: 'standard',
    steward: 'Zarr steering council',
    specification: 'https://zarr-specs.readthedocs.io/en/latest/v3/core/index.html',
    encoding: 'mixed',
    holds: 'weights',
    independent: true,
    worstLoading: 'data-only',
  },
  specializes: 'json',

  recognize(glimpse) {
    const name = glimpse.path.slice(glimpse.path.lastIndexOf('/') + 1);
    if (name !== '.zgroup' && name !== '.zarray' && name !== 'zarr.json') return NO;
    return headKeys(glimpse)?.includes('zarr_format') ? certain(`${name} with zarr_format`) : NO;
  },

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const arrays = await readArrays(model, contents, limits);
    // Chunks of what is not understood may be of a codec that unpickles.
    if (contents.observations.length > 0) await addLoadableFiles(model, contents);
    else knowsItsFolder(contents);
    for (const { name, array } of arrays) {
      const byteLength = byteLengthOf(array.dtype, countElements(array.shape) ?? Number.NaN) ?? 0;
      contents.tensors.push({ name, dtype: array.dtype, shape: array.shape, byteLength });
    }
    contents.storedBytes = contents.tensors.reduce((sum, { byteLength }) => sum + byteLength, 0);
    contents.version = /zarr\.json$/.test(model.path) ? '3' : '2';
    contents.companions = (await model.listCompanions()).filter((path) => path !== entryOf(model));
    return contents;
  },

  async *tensors(model, limits): AsyncGenerator<Tensor> {
    const ignored = emptyContents('data-only');
    for (const { name, array } of await readArrays(model, ignored, limits)) {
      const byteLength = byteLengthOf(array.dtype, countElements(array.shape) ?? Number.NaN) ?? 0;
      const info = { name, dtype: array.dtype, shape: array.shape, byteLength };
      yield {
        info,
        values: async function* () {
          yield await readZarr(array, (key) => readFile(model, name === '' ? key : `${name}/${key}`, limits), limits);
        },
      };
    }
  },
};

const entryOf = ({ path }: ModelInput): string => path.slice(path.lastIndexOf('/') + 1);

/** Every array below the entry, by its path. One that cannot be understood is told, and left out. */
async function readArrays(model: ModelInput, contents: Contents, limits: Limits): Promise<Named[]> {
  const entry = entryOf(model);
  const present = await model.listCompanions();
  const isThird = entry === 'zarr.json';
  const document = isThird ? 'zarr.json' : '.zarray';
  const paths = new Set([...present, entry].filter((path) => path === document || path.endsWith(`/${document}`)));
  const arrays: Named[] = [];
  for (const path of [...paths].sort(byBytes)) {
    const name = path.slice(0, Math.max(0, path.length - document.length - 1));
    await attempt(contents, { member: path }, async () => {
      const bytes =
        path === entry
          ? await readEntry(model)
          : await readFile(model, path, { ...limits, inflatedBytes: DOCUMENT_BYTES });
      if (!bytes || (isThird && !/"node_type"\s*:\s*"array"/.test(Buffer.from(bytes).toString('latin1')))) return;
      arrays.push({ name, array: isThird ? parseZarrJson(bytes, limits) : parseZarray(bytes, limits) });
    });
    if (arrays.length > limits.tensors)
      throw new FormatError('resource-limit', `expected at most ${limits.tensors} arrays, found more`);
  }
  return arrays;
}

async function readEntry({ source }: ModelInput): Promise<Uint8Array> {
  if (source.size > DOCUMENT_BYTES)
    throw new FormatError(
      'resource-limit',
      `expected a document of at most ${DOCUMENT_BYTES} bytes, found ${source.size}`,
    );
  return source.read(0, source.size);
}

/** A file below the entry's folder; null where there is none. */
async function readFile(model: ModelInput, path: string, { inflatedBytes }: Limits): Promise<Uint8Array | null> {
  const source = await model.companion(path);
  if (!source) return null;
  if (source.size > inflatedBytes)
    throw new FormatError('resource-limit', `expected a file of at most ${inflatedBytes} bytes, found ${source.size}`);
  return source.read(0, source.size);
}
