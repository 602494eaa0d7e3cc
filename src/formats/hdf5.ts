import { findSignature } from '../containers/hdf5.js';
import { type Contents, certain, emptyContents, type Format, NO } from './format.js';
import { type Hdf5Contents, hdf5Tensors, readHdf5 } from './hdf5-contents.js';
import { HDF5_PUIDS, hdf5Facts } from './hdf5-facts.js';

/** Any HDF5 file: its datasets are tensors under their paths. */
export const hdf5: Format = {
  id: 'hdf5',
  name: 'HDF5',
  extensions: ['.h5', '.hdf5', '.hdf', '.he5', '.hd5'],
  family: 'arrays',
  container: 'hdf5',
  signature: 'bytes 89 48 44 46 0D 0A 1A 0A at 0, 512, 1024 or 2048',
  aliases: ['Hierarchical Data Format 5'],
  facts: {
    disclosure: 'standard',
    steward: 'The HDF Group',
    specification: 'https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html',
    encoding: 'binary',
    holds: 'table',
    independent: true,
    worstLoading: 'data-only',
    mediaType: 'application/x-hdf5',
    puids: HDF5_PUIDS,
  },
  recognize({ head }) {
    const offset = findSignature(head);
    if (offset < 0) return NO;
    return certain(offset === 0 ? 'HDF5 signature' : `HDF5 signature behind a user block of ${offset} bytes`);
  },
  async inspect(model, limits) {
    return genericContents(await readHdf5(model.source, limits));
  },
  async *tensors(model, limits) {
    yield* hdf5Tensors(await readHdf5(model.source, limits));
  },
};

/** Contents of an HDF5 file without further knowledge of what wrote it. */
export function genericContents(hdf5: Hdf5Contents, skip?: ReadonlySet<string>): Contents {
  const contents = emptyContents(hdf5.globals.length > 0 ? 'code' : 'data-only');
  contents.globals = hdf5.globals;
  contents.version = String(hdf5.listing.superblock.version);
  contents.tensors = hdf5.tensors.map(({ info }) => info);
  contents.facts = hdf5Facts(hdf5, skip);
  contents.observations = hdf5.observations;
  if (hdf5.storedBytes !== undefined) contents.storedBytes = hdf5.storedBytes;
  return contents;
}
