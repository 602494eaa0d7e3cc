import type { Tensor } from '../formats/format.js';
import type { ExportSource, NotPossible } from './exporter.js';
import type { LeftOut } from './proof.js';
/** A tensor that a target can hold. */
export interface Exportable {
    name: string;
    dtype: string;
    shape: readonly number[];
    byteLength: number;
    elements: number;
    values(): AsyncIterable<Uint8Array>;
}
/**
 * Sorts tensors into those that a target can hold, by name, and those that it cannot, with the reason. `refuse` says why
 * the target has no place for a tensor, or null.
 */
export declare function exportable({ tensors, contents }: Pick<ExportSource, 'tensors' | 'contents'>, refuse: (tensor: {
    name: string;
    dtype: string;
}) => string | null): {
    kept: Exportable[];
    leftOut: LeftOut[];
};
/** The answer where no tensor can be written; `instead` holds what was left out. */
export declare const nothingToWrite: (holder: string, leftOut: readonly LeftOut[], instead: string) => NotPossible;
/**
 * Values of a tensor; FormatError where they are not as long as its shape says, so that no file holds half of them.
 * Strings are as long as they are.
 */
export declare function exactly({ name, dtype, byteLength, values }: Exportable): AsyncGenerator<Uint8Array>;
/** All values of a small tensor at once. */
export declare function allBytes(tensor: Exportable): Promise<Uint8Array>;
/** Groups of tensors that share their storage, each by its first name: loaders that tie weights need to know. */
export declare function tiedNames(tensors: readonly Tensor[]): Record<string, string>;
