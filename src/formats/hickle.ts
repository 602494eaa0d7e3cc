import { certain, type Format, NO } from './format.js';
import { hdf5 } from './hdf5.js';
import { hdf5Root } from './hdf5-root.js';

/** Python objects in HDF5, as hickle dumps them; what it does not know it pickles. */
export const hickle: Format = {
  ...hdf5,
  id: 'hickle',
  name: 'hickle',
  aliases: [],
  extensions: ['.hkl', '.h5', '.hdf5'],
  family: 'python',
  container: 'hdf5',
  signature: 'HDF5 with the root attributes CLASS and HICKLE_VERSION (VERSION before hickle 4)',
  specializes: 'hdf5',
  facts: {
    ...hdf5.facts,
    disclosure: 'source',
    steward: 'hickle authors',
    specification: 'https://github.com/telegraphic/hickle',
    independent: false,
    worstLoading: 'code',
    openExport: 'hdf5',
  },
  async recognize(glimpse) {
    const attributes = (await hdf5Root(glimpse))?.attributes;
    const isHickle =
      attributes?.has('HICKLE_VERSION') || (attributes?.has('CLASS') && attributes.has('PYTHON_VERSION')) || false;
    return isHickle ? certain('HDF5 with the attributes of hickle') : NO;
  },
};
