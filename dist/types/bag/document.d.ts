import type { Assessment } from '../assess/assessment.js';
/** A file that `pack` wrote: path, bytes, digest. */
export interface PackedOutput {
    path: string;
    size: number;
    sha256: string;
}
/** `modelbag/pack/1`. `bag` is null where private data is undecided: nothing was written then. */
export interface PackDocument {
    schema: 'modelbag/pack/1';
    bag: PackedOutput | null;
    parts: (PackedOutput & {
        of: string;
    })[];
    /** Paths of the side files. */
    report: string | null;
    events: string | null;
    /** Open copies that were made because the configuration asks for them. */
    exports?: readonly object[];
    /** The written zip was read back and found valid. */
    verified: boolean;
    check: Assessment;
}
