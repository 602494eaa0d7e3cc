import type { TensorInfo } from '../../formats/format.js';
/** Tensors as areas by bytes, grouped by their names; empty where no tensor has bytes. */
export declare function tensorMap(name: string, path: string, tensors: readonly TensorInfo[]): string;
