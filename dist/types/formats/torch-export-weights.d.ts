import { type Json } from '../containers/json-document.js';
import type { Leaf } from './numpy-leaf.js';
import type { StoragePlace } from './torch-storage.js';
/** A tensor of an exported program: raw bytes of its storage, described by JSON. Throws `invalid-structure`. */
export declare function exportedLeaf(name: string, entry: Json, place: StoragePlace | undefined, bigEndian: boolean): Leaf;
