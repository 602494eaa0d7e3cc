/** One thing that is wrong with a bag. */
export interface BagProblem {
    /** Path in the bag; '' where the bag as a whole is meant. */
    file: string;
    kind: BagProblemKind;
    expected: string;
    found: string;
}
export type BagProblemKind = 'not-a-bag' | 'bagit-declaration' | 'missing-file' | 'not-fetched' | 'extra-file' | 'digest' | 'payload-oxum' | 'manifest' | 'unsupported-algorithm' | 'encoding' | 'path-escape' | 'duplicate-member' | 'symlink' | 'crc' | 'zip-structure' | 'tar-structure' | 'resource-limit' | 'unreadable' | 'profile' | 'crate';
/** With only these a bag is incomplete, not invalid. */
export declare const INCOMPLETE: ReadonlySet<BagProblemKind>;
export declare const problem: (file: string, kind: BagProblemKind, expected: string, found: string) => BagProblem;
/** Problems of one file that are told one by one. A hostile one has millions of them, and nobody reads more. */
export declare const MOST_TOLD = 10000;
/** Collects problems of one file, one part after the other, up to the number that is told. */
export declare class FileProblems {
    #private;
    readonly file: string;
    readonly problems: BagProblem[];
    constructor(file: string, problems: BagProblem[]);
    tell(kind: BagProblemKind, expected: string, found: string): void;
    /** True once there were too many, which is told: the rest of the file need not be looked at. */
    isFull(): boolean;
}
/** An error of reading a file of the bag as a problem; what is no such error is thrown again. */
export declare function readProblem(file: string, error: unknown): BagProblem;
/** "expected X, found Y" as its two halves. */
export declare function splitMessage(message: string): [string, string];
