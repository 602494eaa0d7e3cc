import { oncePer } from '../bytes/once-per.js';
import { findSignature } from '../containers/hdf5.js';
import { type Hdf5Root, readHdf5Root } from '../containers/hdf5-root.js';
import type { Glimpse } from './glimpse.js';

const rootOf = oncePer(readHdf5Root);

/**
 * Names in the root group of an HDF5 file, read once for all formats that live in HDF5; null for other files. Rejects
 * with FormatError where the group is broken: whoever wrote it then stays unknown.
 */
export async function hdf5Root({ head, source }: Glimpse): Promise<Hdf5Root | null> {
  if (findSignature(head) < 0) return null;
  return rootOf(source);
}
