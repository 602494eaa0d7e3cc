/** What both languages of README.txt tell. */
export interface ReadmeFacts {
    title: string;
    tag: string;
    date: string;
    repository: string;
    commit: string;
    software: string;
    license: string | null;
    licensePath: string | null;
    contact: string | null;
    models: {
        path: string;
        format: string;
        promise: 'preservable' | 'bitstream-only';
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
    /** Of files beside the bag, in the language at hand; '' where there are none. */
    missing: string;
}
/** A list with one entry a line, cut at `MOST_LISTED` with `more(rest)` as the last line. */
export declare function listed<T>(items: readonly T[], line: (item: T) => string, more: (rest: number) => string): string;
