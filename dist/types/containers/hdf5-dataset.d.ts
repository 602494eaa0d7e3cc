import type { Cursor } from '../bytes/cursor.js';
import { type Hdf5Bytes } from './hdf5-bytes.js';
import { type Datatype } from './hdf5-datatype.js';
import { type Filter } from './hdf5-filters.js';
import { type Layout } from './hdf5-layout.js';
import { type ObjectHeader } from './hdf5-object-header.js';
/** A dataset as its object header describes it. */
export interface Dataset {
    type: Datatype;
    /** Row-major; null for the null dataspace, which has no elements. */
    shape: number[] | null;
    /** Largest shape it may grow to; null for a dimension without limit. Chunk numbers depend on it. */
    maxShape: (number | null)[];
    layout: Layout;
    filters: Filter[];
    /** Bytes of one element that no one wrote; null means zeros. */
    fill: Uint8Array | null;
    /** Names of files outside that hold the values. */
    external: string[];
}
/** True where the object is a dataset: it alone has a layout or both a type and a space. */
export declare const isDataset: (header: ObjectHeader) => boolean;
/** Parses the messages of a dataset; names of external files are read from their heap. */
export declare function readDataset(bytes: Hdf5Bytes, header: ObjectHeader): Promise<Dataset>;
/** Shape of a dataspace; [] for a scalar, null for the null dataspace (specification IV.A.2.b). */
export declare function parseDataspace(bytes: Hdf5Bytes, cursor: Cursor): Pick<Dataset, 'shape' | 'maxShape'>;
