import type { Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
import type { Contents } from './format.js';
/**
 * Adds what pickles in bytes outside of the format's own structure would import and call. Such bytes load nothing by
 * themselves; whoever put a call there meant some other reader of the file. `base` is the offset of the source in the
 * file, undefined where its bytes do not lie there as they are.
 */
export declare function addHiddenPickles(contents: Contents, source: ByteSource, range: {
    start: number;
    end: number;
}, where: {
    member?: string;
    base: number | undefined;
}, limits: Limits): Promise<void>;
/** The same for every hole that values leave; more holes than anybody leaves are told. */
export declare function addHiddenInHoles(contents: Contents, source: ByteSource, holes: readonly {
    start: number;
    end: number;
}[], where: {
    member?: string;
    base: number | undefined;
}, limits: Limits): Promise<void>;
