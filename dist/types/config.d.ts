import type { Severity } from './assess/finding.js';
/** A model declared to live outside of git. */
export type RemoteModel = {
    sha256?: string;
    path?: string;
} & ({
    url: string;
} | {
    hf: string;
} | {
    releaseAsset: string;
} | {
    dvc: string;
});
/** One finding of one file that somebody looked at and accepts until a day. */
export interface Exception {
    rule: string;
    /** SHA-256 of the file, 64 lower-case digits. */
    sha256: string;
    reason: string;
    /** Last day, ISO 8601, UTC. */
    expires: string;
}
/** Algorithms that manifests can be written by; sha256 is always among them. */
export declare const MANIFEST_ALGORITHMS: readonly ['md5', 'sha1', 'sha256', 'sha512'];
/** `.github/modelbag.yml`, every key optional; the defaults do the right thing on an ordinary repository. */
export interface Config {
    /** Name of the repository in file names and titles. */
    name?: string;
    models: (string | RemoteModel)[];
    scripts: string[];
    include: string[];
    exclude: string[];
    rules: Record<string, Severity | 'off'>;
    failOn: 'error' | 'warning' | 'never';
    /** Reviewed exceptions. */
    allow: Exception[];
    exports: string[];
    train?: {
        command?: string;
        workdir?: string;
        setup?: string;
        outputs?: string[];
        tolerance?: {
            absolute?: number;
            relative?: number;
        };
    };
    sources: {
        extra: string[];
        ignore: string[];
    };
    bag: {
        layout: 'root' | 'folder' | 'tar' | 'directory';
        rocrate: '1.1' | '1.2';
        algorithms: (typeof MANIFEST_ALGORITHMS)[number][];
        /** Where a bag is split, safetensors files over the limit become shards that loaders read. */
        reshard: boolean;
    };
    /** Whether models that carry their training data may be published. Undecided stops `pack`. */
    embeddedData?: 'accept' | 'exclude';
    trainingData: {
        maxSize: number;
    };
    comment: 'auto' | 'always' | 'never';
}
export declare const DEFAULT_CONFIG: Config;
/** Where a repository keeps its configuration, best first. */
export declare const CONFIG_PATHS: readonly ['.github/modelbag.yml', '.github/modelbag.yaml'];
/** Nobody writes a longer one by hand. */
export declare const CONFIG_BYTES: number;
/**
 * Reads a configuration from its YAML text; `path` is for messages. Throws one UsageError that names every fault with its
 * line, what was expected and what was found.
 */
export declare function parseConfig(text: string, path: string): Config;
/** Bytes of `500 MB` (powers of 1000), `500 MiB` (powers of 1024) or `5000`; null where it is no size; small letters do as well. */
export declare function parseSize(text: string): number | null;
