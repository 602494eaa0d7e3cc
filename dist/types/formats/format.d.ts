import type { FormatErrorCode } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import type { PathKind } from './file-access.js';
import type { Glimpse } from './glimpse.js';
import type { Structure } from './structure/structure.js';
import type { Tensor, TensorInfo } from './tensor.js';
export type { Tensor, TensorInfo } from './tensor.js';
/** DROID signature file that identifiers of PRONOM were checked against. */
export declare const PRONOM_VERSION = "v118";
/** What loading does under the safest standard loader, from harmless to harmful. */
export type Loading = 'data-only' | 'template' | 'program' | 'code';
/** Static facts about a format: what an archivist would write on its registry card. No judgment. */
export interface FormatFacts {
    /** standard: published and governed by a standards body or foundation · documented: openly specified by its one steward · source: known only from its program's source · closed */
    disclosure: 'standard' | 'documented' | 'source' | 'closed';
    /** Who decides about the format. */
    steward: string;
    specification: string;
    encoding: 'text' | 'binary' | 'mixed';
    holds: 'weights' | 'model' | 'table' | 'anything' | 'nothing';
    /** Can be read without one particular framework. */
    independent: boolean;
    /** The worst that loading a file of this format may do. */
    worstLoading: Loading;
    mediaType?: string;
    /** Identifier in PRONOM; absent where it has none. Never invented: checked against DROID signature file `PRONOM_VERSION`. */
    puid?: string;
    /** Where PRONOM tells versions of the format apart: identifier by what is recognized. */
    puids?: Readonly<Record<string, string>>;
    /** Format id of the open copy that fits best. */
    openExport?: string;
    /** False: a file of this format is no model by itself (a page, a table, an archive); only a declaration makes it one. Absent: true. */
    isModel?: boolean;
    /** Holds files of any kind, which are looked into one by one. */
    isArchive?: true;
}
/** Where a format belongs in the published registry. */
export type Family = 'exchange' | 'pytorch' | 'tensorflow' | 'hugging-face' | 'jax' | 'python' | 'r' | 'classical' | 'science' | 'frameworks' | 'device' | 'jvm' | 'language' | 'package' | 'arrays' | 'container' | 'other';
/** What the bytes of a format are written in; `none` for one of its own. */
export type Container = 'none' | 'text' | 'json' | 'yaml' | 'xml' | 'zip' | 'tar' | 'hdf5' | 'pickle' | 'protobuf' | 'flatbuffers' | 'msgpack' | 'cbor' | 'ubjson' | 'bson' | 'sstable' | 'sqlite' | 'java' | 'directory';
/** `certain`: the content proves it · `possible`: consistent with it (the extension may decide) · `no` */
export type Recognition = {
    certainty: 'certain' | 'possible';
    basis: string;
} | {
    certainty: 'no';
};
export declare const NO: Recognition;
export declare const certain: (basis: string) => Recognition;
export declare const possible: (basis: string) => Recognition;
/** A recognizer that reads, for glimpses that show something: to wait for each answer takes longer than to look at once. */
export declare const where: (shows: (glimpse: Glimpse) => boolean, recognize: (glimpse: Glimpse, limits: Limits) => Promise<Recognition>) => (glimpse: Glimpse, limits: Limits) => Recognition | Promise<Recognition>;
/**
 * Something noticed, without severity:
 * `callable` loading refers to code · `external` points outside the file · `unaccounted` bytes the format does not explain ·
 * `malformed` contradicts the format · `unread` absent, encrypted, unsupported or over a limit.
 */
export interface Observation {
    kind: 'callable' | 'external' | 'unaccounted' | 'malformed' | 'unread';
    /** What exactly: a format error, or the class of what was noticed (finding kinds of interfaces.md). */
    code: FormatErrorCode | (string & {});
    message: string;
    /** The callable's qualified name, the operator, the external path. */
    name?: string;
    /** Where inside a container. */
    member?: string;
    offset?: number;
    /** From 1, in programs. */
    line?: number;
}
/** A fact recorded in the file, with the place it was found. */
export interface Fact {
    key: string;
    value: unknown;
    where: string;
}
/** A package without which the file cannot be used. */
export interface Need {
    package: string;
    /** Empty where the file does not say. */
    version: string;
    evidence: string;
}
/** Everything a reader found out about one model, before any judgment. */
export interface Contents {
    version?: string;
    tensors: TensorInfo[];
    facts: Fact[];
    needs: Need[];
    observations: Observation[];
    /** Fully qualified names of everything that loading imports: `module.name`, sorted, unique. */
    globals: string[];
    /** Operators of a graph, sorted, unique, `domain::Op` outside the default domain. */
    operators: string[];
    /** How this very file loads under the safest standard loader. */
    loading: Loading;
    /** Only for formats read by torch.load: loads with weights_only=True. */
    weightsOnlyLoadable?: boolean;
    /** The tensors this file needs but does not hold (a shard elsewhere, external data). Paths relative to the entry's folder. */
    companions: string[];
    /** Bytes of values as stored (shared storages counted once). */
    storedBytes?: number;
}
/** Contents with nothing in it, to be filled. */
export declare const emptyContents: (loading: Loading) => Contents;
/**
 * Contents of a model that is being read, to be filled. Where reading stops on the way, what was noticed until then is kept:
 * one broken part must not hide what the others do.
 */
export declare function begin(model: Pick<ModelInput, 'begun'>, loading: Loading): Contents;
/** One model, entered through one file. */
export interface ModelInput {
    /** Path of the entry as it is shown. */
    path: string;
    source: ByteSource;
    glimpse: Glimpse;
    /**
     * Opens another file of the model by its path relative to the entry's folder. Null where there is none.
     * A path that leaves the folder throws FormatError `path-escape`; links are never followed out of the tree.
     */
    companion(relative: string): Promise<ByteSource | null>;
    /** Files under the entry's folder, relative, sorted by bytes. Empty when the model is a single stream. */
    listCompanions(): Promise<string[]>;
    /** What stands at a companion's path, without opening it: `escape` where the path leaves the folder. Never rejects. */
    companionKind?(relative: string): Promise<PathKind | 'escape'>;
    /**
     * Identifies and inspects another source as a part of this model: a shard, a member of an archive. Its errors are
     * observations of its contents. Nesting is bounded. Present whenever the model is entered through `inspectModel`.
     * `beside`: the part lies in the model's own folder and may name companions there; `below`: in a folder below it, whose
     * files are its companions.
     */
    part?(name: string, source: ByteSource, place?: 'beside' | 'below'): Promise<Part>;
    /** Takes contents that a reader begins to fill (`begin`). Present while the model is inspected. */
    begun?(contents: Contents): void;
}
/** A model inside a model. */
export interface Part {
    format: Format;
    /** Outermost first. */
    wrappers: string[];
    basis: string;
    contents: Contents;
    tensors?: () => AsyncIterable<Tensor>;
}
/** A format in one file: recognized, inspected and, where its values can be reached, read. */
export interface Format {
    id: string;
    name: string;
    /** Other names that people look for. */
    aliases?: readonly string[];
    /** Lower case, with the dot. A hint, never proof. */
    extensions: readonly string[];
    family: Family;
    container: Container;
    /** What it is recognized by, in words: for the published registry. */
    signature: string;
    facts: FormatFacts;
    /** Id of the more general format whose recognition this one refines (`pytorch-zip` refines `zip`): both being certain is no polyglot. */
    specializes?: string;
    /** Compression is a normal part of the format (RDS is gzip'd) and not reported as a wrapper. */
    ownsCompression?: boolean;
    /** First bytes of such files, where only some are: a file that begins with another one is none. */
    firstBytes?: ReadonlySet<number>;
    recognize(glimpse: Glimpse, limits: Limits): Recognition | Promise<Recognition>;
    /** Header-sized reads. Throws FormatError; never executes anything. */
    inspect(model: ModelInput, limits: Limits): Promise<Contents>;
    /** Values of every tensor that `inspect` lists, in the same order. */
    tensors?(model: ModelInput, limits: Limits): AsyncIterable<Tensor>;
    /** The model as framework-neutral values, where the file describes one; null for a file that does not. Exporters build on it. */
    structure?(model: ModelInput, limits: Limits): Promise<Structure | null>;
}
