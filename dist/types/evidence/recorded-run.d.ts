/** What a run record says was started, as it lies here. */
export interface RecordedRun {
    /** Of the record, with its slash: its paths are relative to it. */
    folder: string;
    command: string[];
    /** The program, where it lies here: among the words of the command, else the one that the record names. */
    script?: string;
    /** What the command gave to the program. */
    arguments: string[];
    /** From the top, where it lies here; absent for the top. */
    workingDirectory?: string;
}
/** Which program a record at `path` ran, and with what. `root` is the record as parsed, `files` the paths that are here. */
export declare function recordedRun(root: Record<string, unknown>, path: string, files: ReadonlySet<string>): RecordedRun;
