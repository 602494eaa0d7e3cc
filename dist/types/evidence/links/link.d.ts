import type { CollectedFile, Collection } from '../../collect/collection.js';
/** A witness other than code that a program writes a file: a pipeline, a tracker, a record of a run. Paths from the top. */
export interface Link {
    script: string;
    /** The file, or a pattern with `*`. */
    target: string;
    /** Everything below the target as well. */
    folder?: boolean;
    /** What the content must be, where the witness knows it. */
    digest?: {
        algorithm: 'md5' | 'sha256';
        value: string;
    };
    /** Bytes, where the witness knows them. */
    size?: number;
    /** The witness, with its place: `dvc.lock:12`. */
    how: string;
}
/** One kind of witness. */
export interface LinkReader {
    id: string;
    title: string;
    maxBytes: number;
    recognize(path: string): boolean;
    read(text: string, file: CollectedFile, collection: Collection): Link[] | Promise<Link[]>;
}
/** A path as a file in `folder` names it, from the top; undefined where it leads out of the repository. */
export declare function fromTop(folder: string, path: string): string | undefined;
/** Words of a command line, without what joins and quotes them. */
export declare const wordsOf: (command: string) => string[];
/** The program that a command line starts, as it lies here. */
export declare const programOf: (command: string, folder: string, files: ReadonlySet<string>) => string | undefined;
/**
 * The first of a command's words that names a program, seen from the folder or from the top, also as a module
 * (`python -m pkg.train`), with its place among them.
 */
export declare function programAmong(words: readonly string[], folder: string, files: ReadonlySet<string>): {
    path: string;
    at: number;
} | undefined;
