import type { ByteSource } from '../bytes/source.js';
import { findSignature } from '../containers/hdf5.js';
import { type Hdf5Root, readHdf5Root } from '../containers/hdf5-root.js';
import type { Glimpse } from './glimpse.js';

const KNOWN = new WeakMap<ByteSource, Promise<Hdf5Root>>();

/**
 * Names in the root group of an HDF5 file, read once for all formats that live in HDF5; null for other files. Rejects
 * with FormatError where the group is broken: whoever wrote it then stays unknown.
 */
export async function hdf5Root({ head, source }: Glimpse): Promise<Hdf5Root | null> {
  if (findSignature(head) < 0) return null;
  let root = KNOWN.get(source);
  if (!root) {
    root = readHdf5Root(source);
    KNOWN.set(source, root);
  }
  return root;
}
