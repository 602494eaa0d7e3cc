/** Stands for a day that nobody told, where a field must have one. */
export declare const NO_DAY: string;
export interface OpenCopy {
    path: string;
    /** How it is known to equal its model: tensor by tensor, by the proof that was made with it, or not. */
    equality: 'tensors' | 'proof' | 'not-proven';
}
/** What both languages of README.txt tell. */
export interface ReadmeFacts {
    title: string;
    tag: string;
    /** Null where nobody told it. */
    date: string | null;
    repository: string;
    commit: string;
    /** Name of the program that packs, and the same with its version. */
    program: string;
    software: string;
    license: string | null;
    licensePath: string | null;
    contact: string | null;
    models: {
        path: string;
        format: string;
        promise: 'preservable' | 'bitstream-only';
        copy: OpenCopy | null;
    }[];
    payload: {
        files: number;
        bytes: number;
    };
    leftOut: {
        path: string;
        reason: string;
    }[];
    rocrate: string;
    hasRenamed: boolean;
    /** Open copies and proofs in data/exports/ are not of the project alone. */
    hasMade: boolean;
    /** Of files beside the bag, in the language at hand; '' where there are none. */
    missing: string;
}
/** A list with one entry a line, cut at `MOST_LISTED` with `more(rest)` as the last line. */
export declare function listed<T>(items: readonly T[], line: (item: T) => string, more: (rest: number) => string): string;
