import type { Limits } from '../bytes/limits.js';
import { type PickleValue } from '../containers/pickle.js';
/** Where one piece of an item lies: a run of a `.distcp` file that is a torch file of its own. */
export interface DcpPiece {
    file: string;
    start: number;
    length: number;
    /** Place of the piece in its tensor, and its shape. Empty for objects. */
    offsets: number[];
    sizes: number[];
    /** Written through an extension: compressed or encrypted by a class that only its writer knows. */
    encoded: boolean;
}
/** One entry of the state dict. Without dtype it is an object that was pickled into bytes. */
export interface DcpItem {
    name: string;
    dtype?: string;
    shape: number[];
    pieces: DcpPiece[];
    /** What is wrong with its description, or absent from it. */
    fault?: string;
}
/** Items of the metadata in the order of the state dict. Throws `invalid-structure` where it is no Metadata. */
export declare function dcpItems(metadata: PickleValue, limits: Limits): DcpItem[];
