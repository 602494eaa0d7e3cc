/**
 * How a model came to be, as far as the repository says: facts with their place, no judgment.
 * The shape is `modelbag/evidence/1` of docs/interfaces.md; it is archived in the bag.
 */
export interface Evidence {
    schema: 'modelbag/evidence/1';
    scripts: Script[];
    seeds: Seed[];
    training: Training[];
    determinism: {
        path: string;
        line: number;
        flag: string;
        value: string;
    }[];
    hyperparameters: {
        source: string;
        values: Record<string, unknown>;
    }[];
    hardware: {
        key: string;
        value: string;
        where: string;
    }[];
    metrics: {
        name: string;
        value: number | string;
        split?: string;
        where: string;
    }[];
    baseModels: {
        name: string;
        revision?: string;
        where: string;
    }[];
    environments: Environment[];
    framework: {
        package: string;
        version: string;
        exact: 'yes' | 'partly' | 'no';
        where: string;
    }[];
    dataSources: DataSource[];
    /** Calls by which the code lets a model file run code; absent in evidence that older versions archived. */
    unsafeLoads?: UnsafeLoading[];
    documents: Documents;
    /** Runs that `modelbag record` or one of its snippets wrote down, and whether their files are still those of the run. */
    runs?: Run[];
    /** Where files that tools wrote name people, machines or credentials: what and where, never the value. */
    personal?: {
        path: string;
        line: number;
        what: string;
    }[];
    /** Runs of training of which several states are here. */
    checkpoints?: CheckpointRun[];
    cost: {
        trainingSeconds?: number;
        bagBytes?: number;
        dataBytes?: number;
    };
    /** What could not be read, and why: a notebook that is not JSON, a file with broken syntax. */
    unread: {
        path: string;
        reason: string;
    }[];
}
export interface Script {
    path: string;
    language: 'python' | 'r' | 'julia' | 'shell' | 'other';
    role: 'train' | 'evaluate' | 'preprocess' | 'inference' | 'export' | 'other';
    /** Models it writes: `model` where a collected model fits, else the `pattern` the code shows. */
    writes: {
        model?: string;
        pattern?: string;
        line: number;
        cell?: number;
        how: string;
    }[];
}
export type SeedLibrary = 'random' | 'numpy' | 'torch' | 'tensorflow' | 'keras' | 'jax' | 'sklearn' | 'pandas' | 'lightning' | 'transformers' | 'accelerate' | 'xgboost' | 'lightgbm' | 'r' | 'julia' | 'python-hash' | 'other';
/** One row per place and library. */
export interface Seed {
    path: string;
    line: number;
    cell?: number;
    library: SeedLibrary;
    /** Number, expression as text, or null. */
    value: number | string | null;
    how: 'call' | 'keyword' | 'config' | 'cli-default' | 'function-default' | 'constant' | 'expression' | 'environment' | 'recorded';
    scope: 'training' | 'split' | 'preprocess' | 'evaluation' | 'inference' | 'test' | 'other';
    grade: 'recorded' | 'fixed' | 'fixed-by-default' | 'derived' | 'conditional' | 'declared-unused' | 'default-none' | 'dynamic' | 'absent' | 'unknown';
}
/** The answer for an unmodified run of one training entry point. */
export interface Training {
    model?: string;
    script?: string;
    seeded: 'yes' | 'partly' | 'no' | 'not-needed' | 'unknown';
    missing: string[];
    /** Of `missing`, those that are seeded, but after random numbers were drawn. */
    late?: LateSeed[];
    why: string;
}
/** A library that is drawn from before it is seeded. */
export interface LateSeed {
    library: string;
    /** The function that draws. */
    what: string;
    /** `train.py:12` */
    where: string;
}
/** A training of which several states were kept. */
export interface CheckpointRun {
    /** The state that stands for all. */
    model: string;
    /** What decided: a name, a record, the place in the training. */
    why: string;
    /** In the order of the training, `model` among them. */
    states: CheckpointState[];
}
export interface CheckpointState {
    path: string;
    /** `final` and `last` are the end of the training, `best` is best by a measure of it. */
    state: 'best' | 'final' | 'last' | 'intermediate';
    epoch?: number;
    /** Steps, iterations or updates. */
    step?: number;
}
/** A recorded run against the files that are here now. */
export interface Run {
    /** Of the record. */
    path: string;
    command: string[];
    /** The program among its words, where one lies here. */
    script?: string;
    /** Relative to the repository; absent for its top. */
    workingDirectory?: string;
    exitCode: number | null;
    commit?: string;
    dirty?: boolean;
    outputs: RunFile[];
    inputs: RunFile[];
}
export interface RunFile {
    path: string;
    /** `changed`: other bytes than in the run · `absent`: not here · `unchecked`: the size fits, no digest was computed. */
    state: 'same' | 'changed' | 'absent' | 'unchecked';
}
export interface Environment {
    path: string;
    /** Type of its packages in the words of package URLs: `pypi`, `conda`, `cran`, `julia`, `docker`, `nix`, `guix`. */
    ecosystem: string;
    /** P0 bare names · P1 ranges · P2 direct exact · P3 whole closure exact · P4 with hashes and interpreter · PX contradictory or broken */
    grade: 'P0' | 'P1' | 'P2' | 'P3' | 'P4' | 'PX';
    pinned: number;
    total: number;
    hashed: number;
    problems: {
        line: number;
        message: string;
    }[];
    /** Package → version, exact ones only; what the bill of materials lists. */
    packages?: Record<string, string>;
    interpreter?: string;
}
/** Where data may come from. */
export declare const DATA_SOURCE_KINDS: readonly ['url', 'doi', 'hf-dataset', 'torchvision', 'keras', 'sklearn', 'tfds', 'kaggle', 'openml', 'zenodo', 'dvc', 'local', 'other'];
export interface DataSource {
    kind: (typeof DATA_SOURCE_KINDS)[number];
    value: string;
    revision?: string;
    path: string;
    line: number;
    /** The data itself lies in the bag. */
    packed: boolean;
}
export interface UnsafeLoading {
    path: string;
    line: number;
    cell?: number;
    /** As it is written: `torch.load(weights_only=False)`. */
    call: string;
}
/** A person or organization as CITATION.cff names it. */
export interface Author {
    givenNames?: string;
    familyNames?: string;
    name?: string;
    orcid?: string;
    affiliation?: string;
}
/** A person (`Family, Given`) or organization as `.zenodo.json` names it. */
export interface Creator {
    name: string;
    orcid?: string;
    affiliation?: string;
}
export interface CitedReference {
    title: string;
    doi?: string;
    url?: string;
    /** To be cited in place of the release. */
    preferred?: true;
}
export interface Documents {
    license: {
        path: string;
        line?: number;
        spdx: string | null;
        where: 'file' | 'citation' | 'readme' | 'package' | 'notebook' | 'comment';
    } | null;
    citation: {
        path: string;
        valid: boolean;
        problems: {
            line?: number;
            message: string;
        }[];
        title?: string;
        abstract?: string;
        version?: string;
        dateReleased?: string;
        doi?: string;
        license?: string;
        authors?: Author[];
        keywords?: string[];
        /** Works that the release is to be cited with, and that it cites. */
        references?: CitedReference[];
    } | null;
    modelCard: {
        path: string;
        title?: string;
        summary?: string;
        license?: string;
        datasets?: string[];
        baseModel?: string;
        sections: string[];
    } | null;
    codemeta: {
        path: string;
    } | null;
    /** What a deposit would be made of; `license` as written there. */
    zenodo: {
        path: string;
        valid: boolean;
        title?: string;
        version?: string;
        license?: string;
        creators?: Creator[];
    } | null;
}
