import { type Limits } from '../bytes/limits.js';
import type { ByteSource } from '../bytes/source.js';
import { type FileAccess } from './file-access.js';
import type { Contents, Tensor } from './format.js';
import type { Structure } from './structure/structure.js';
/** A model opened for its values; whoever opened it closes it. */
export interface OpenContents {
    format: {
        id: string;
        name: string;
    };
    /** `unread` and `malformed` among its observations say that tensors may be missing. */
    contents: Contents;
    /** In the order of the inspection. Values may be read in any order, as often as wanted, until `close()`. */
    tensors: Tensor[];
    /** The bytes that the model was entered through. */
    source: ByteSource;
    /** Other files of the model, relative to the entry's folder. */
    companions: string[];
    /** The model as framework-neutral values; null where the file describes none. */
    structure(): Promise<Structure | null>;
    close(): Promise<void>;
}
/** Opens a model for its values. Rejects with `Unopenable` or a system error where there is nothing to open. */
export declare function openContents(path: string, files: FileAccess, limits?: Limits): Promise<OpenContents>;
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
