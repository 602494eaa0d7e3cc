/** How firmly one line of an environment file fixes its package. */
export type Pin = 'exact' | 'range' | 'bare' | 'broken';
/** One package that an environment file asks for. No line is ever dropped: what is not understood is `broken`. */
export interface Declaration {
    /** Normalized as its ecosystem compares names: PEP 503 for Python, as written elsewhere. */
    name: string;
    /** 1-based. */
    line: number;
    pin: Pin;
    /** The version, where `pin` is exact. */
    version?: string;
    /** What the line says, for messages: `>=2.0`, a URL. */
    wish?: string;
    /** A digest fixes the content too. */
    hashed: boolean;
    /** Of a group that a person adds: tools of development, extras. */
    optional?: true;
    /** Why the line is not exact, where the pin alone does not say it. */
    why?: string;
}
/** What a file declares, before grading. */
export interface Declared {
    declarations: Declaration[];
    /** The file lists the whole closure: everything that was installed, not only what was asked for. */
    closure: boolean;
    /** Version of Python, R or Julia where it is fixed, at least major and minor. */
    interpreter?: string;
    problems: {
        line: number;
        message: string;
    }[];
    /** The interpreter and everything below it are fixed as well, as in an image named by digest. */
    selfContained?: true;
    /** The file contradicts itself or cannot be parsed. */
    broken?: boolean;
    /** Exact versions alone do not make it whole: at most this grade, for the reason in `problems`. */
    atMost?: 'P0' | 'P1' | 'P2' | 'P3';
}
/** One kind of lockfile, manifest or image description. */
export interface EnvironmentFormat {
    id: string;
    /** The tool's own name for the file. */
    title: string;
    /** Package type in the words of package URLs. */
    ecosystem: 'pypi' | 'conda' | 'cran' | 'julia' | 'docker' | 'nix' | 'guix';
    recognize(path: string): boolean;
    /** `undefined`: the content is something else in spite of its name. */
    parse(text: string, path: string): Declared | undefined | Promise<Declared | undefined>;
}
/** Python's rule for comparing names of distributions (PEP 503). */
export declare const normalizePythonName: (name: string) => string;
/** Last part of a path. */
export declare const fileName: (path: string) => string;
/** A file that cannot be used, with the one reason. */
export declare const brokenFile: (line: number, message: string) => Declared;
/** An object with string keys, else an empty one: reading files that may hold anything. */
export declare const recordOf: (value: unknown) => Record<string, unknown>;
/** The items of a list, else none. */
export declare const listOf: (value: unknown) => unknown[];
/** A non-empty string, else nothing. */
export declare const textOf: (value: unknown) => string | undefined;
/** Whether a path that a file names stays in the repository. */
export declare const isInside: (path: string) => boolean;
