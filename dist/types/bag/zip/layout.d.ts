/** A member of a zip to be written: a stored file, or a folder (name with a trailing `/`, size 0). */
export interface ZipEntryPlan {
    name: string;
    size: number;
}
/** Where everything will lie, known before a byte is read. */
export interface ZipEntryLayout extends ZipEntryPlan {
    headerOffset: number;
    dataOffset: number;
}
export interface ZipLayout {
    /** In the order of writing: bytes of the name. */
    entries: ZipEntryLayout[];
    directoryOffset: number;
    directorySize: number;
    /** Length of the whole zip. */
    size: number;
}
/** Computes all offsets of a stored zip: entries in byte order of their names, no gaps, no extra fields but zip64's. */
export declare function layOut(plans: readonly ZipEntryPlan[]): ZipLayout;
