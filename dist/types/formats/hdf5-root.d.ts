import { type Hdf5Root } from '../containers/hdf5-root.js';
import type { Glimpse } from './glimpse.js';
/**
 * Names in the root group of an HDF5 file, read once for all formats that live in HDF5; null for other files. Rejects
 * with FormatError where the group is broken: whoever wrote it then stays unknown.
 */
export declare function hdf5Root({ head, source }: Glimpse): Promise<Hdf5Root | null>;
