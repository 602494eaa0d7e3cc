import { Cursor } from '../bytes/cursor.js';
import { type Hdf5Bytes } from './hdf5-bytes.js';
/** A fractal heap: links and attributes of objects that have many (specification III.G). */
export interface FractalHeap {
    bytes: Hdf5Bytes;
    idLength: number;
    address: number;
    maxManaged: number;
    tableWidth: number;
    startingSize: number;
    maxDirectSize: number;
    /** Bytes of an offset in the heap. */
    offsetBytes: number;
    root: number | null;
    rootRows: number;
    hugeTree: number | null;
    filterBytes: number;
}
/** Reads the header of a fractal heap. */
export declare function readFractalHeap(bytes: Hdf5Bytes, address: number): Promise<FractalHeap>;
/** The object that a heap ID names. */
export declare function readHeapObject(heap: FractalHeap, id: Cursor): Promise<Cursor>;
