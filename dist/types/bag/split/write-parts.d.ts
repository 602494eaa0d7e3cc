import { type OpenByteSource } from '../../bytes/source.js';
import { type Progress } from '../../progress.js';
import type { PackedOutput } from '../document.js';
import type { ApartFile } from './apart.js';
export interface WritePartsOptions {
    progress?: Progress;
    /** Replace other files that have the names of the parts. */
    force?: boolean;
}
export type WrittenPart = PackedOutput & {
    of: string;
};
/**
 * Writes the files that lie beside a bag into `folder`, each under its final name only once it is whole and was read back with the
 * planned digest. The same part already there is kept. A failure removes what this call has written. Throws UsageError.
 */
export declare function writeParts(files: readonly ApartFile[], openTree: (path: string) => Promise<OpenByteSource>, folder: string, { progress, force }?: WritePartsOptions): Promise<WrittenPart[]>;
