import { FormatError } from '../bytes/format-error.js';
import type { ByteSource } from '../bytes/source.js';
import { findSignature } from '../containers/hdf5.js';
import { type Hdf5Root, readHdf5Root } from '../containers/hdf5-root.js';
import type { Glimpse } from './glimpse.js';

const KNOWN = new WeakMap<ByteSource, Promise<Hdf5Root | null>>();

/**
 * Names in the root group of an HDF5 file, read once for all formats that live in HDF5. Null where there is none or it
 * is broken; the reader says why.
 */
export function hdf5Root({ head, source }: Glimpse): Promise<Hdf5Root | null> {
  if (findSignature(head) < 0) return Promise.resolve(null);
  let root = KNOWN.get(source);
  if (!root) {
    root = readHdf5Root(source).catch((error: unknown) => {
      if (error instanceof FormatError) return null;
      throw error;
    });
    KNOWN.set(source, root);
  }
  return root;
}
