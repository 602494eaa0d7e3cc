import { type Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type FileAccess } from './file-access.js';
import { type Contents, type Observation, type Tensor } from './format.js';
import type { Inspection } from './inspection.js';
import type { Structure } from './structure/structure.js';
export interface InspectOptions {
    limits?: Limits;
    /** SHA-256 of the file and of every tensor: reads everything. */
    digests?: boolean;
}
/**
 * Everything known of one model, entered through a file or through the directory it is. Never rejects: what cannot be
 * opened is an inspection with status `error`, what cannot be read is an observation. FormatError is caught here alone.
 */
export declare function inspectModel(path: string, files: FileAccess, options?: InspectOptions): Promise<Inspection>;
/** A model opened for its values; whoever opened it closes it. */
export interface OpenTensors {
    format: {
        id: string;
        name: string;
    };
    /** In the order of the inspection. Values may be read in any order, as often as wanted, until `close()`. */
    tensors: Tensor[];
    /** Everything that the reader noticed; `unread` and `malformed` among them say that tensors may be missing. */
    observations: Observation[];
    /** The bytes that the model was entered through. */
    source: ByteSource;
    /** Other files of the model, relative to the entry's folder. */
    companions: string[];
    contents: Contents;
    /** The model as framework-neutral values; null where the file describes none. */
    structure(): Promise<Structure | null>;
    close(): Promise<void>;
}
/** Opens a model for its values. Rejects with `Unopenable` or a system error where there is nothing to open. */
export declare function openTensors(path: string, files: FileAccess, limits?: Limits): Promise<OpenTensors>;
/** A model as framework-neutral values, its files open. */
export interface OpenStructure {
    /** Null where the file describes no model, or its reader knows no structure. */
    structure: Structure | null;
    /** Id of the format it was read from. */
    formatId: string;
    /** Closes the files: values of tensors cannot be read any more. */
    close(): Promise<void>;
}
/** The structure of a model, for exporters. Rejects with FormatError where `inspectModel` would observe. */
export declare function openModelStructure(path: string, files: FileAccess, limits?: Limits): Promise<OpenStructure>;
