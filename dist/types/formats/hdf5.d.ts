import { type Contents, type Format } from './format.js';
import { type Hdf5Contents } from './hdf5-contents.js';
/** Any HDF5 file: its datasets are tensors under their paths. */
export declare const hdf5: Format;
/** Contents of an HDF5 file without further knowledge of what wrote it. */
export declare function genericContents(hdf5: Hdf5Contents, skip?: ReadonlySet<string>): Contents;
