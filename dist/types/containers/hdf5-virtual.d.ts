import type { GlobalHeap } from './hdf5-heaps.js';
/** A part of a virtual dataset: a dataset of a file, `.` being the file itself. */
export interface VirtualSource {
    file: string;
    dataset: string;
}
/** What a virtual dataset is made of (HDF5 File Format Specification VIII.A). The sources are never opened. */
export declare function readVirtualSources(heap: GlobalHeap, layout: {
    heap: number | null;
    heapIndex: number;
}): Promise<VirtualSource[]>;
