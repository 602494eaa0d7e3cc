import type { Limits } from '../bytes/limits.js';
import { type Recognition } from './format.js';
import { type Glimpse } from './glimpse.js';
import { type ProtobufShape } from './protobuf-shape.js';
/** One way in which a format shows. All that is given must hold. */
export interface Signature {
    /** Bytes, as hexadecimal digits or as Latin-1 text, at an offset (negative: from the end). */
    hex?: string;
    text?: string;
    at?: number;
    /** Regular expression for the head as Latin-1, and what it says in words. */
    pattern?: string;
    says?: string;
    /** Keys of the outermost JSON object. */
    keys?: string[];
    /** Regular expressions of members of a zip. */
    members?: string[];
    /** Fields of a protobuf message; `closed`: no others. */
    fields?: ProtobufShape;
    closed?: boolean;
    /** A FlatBuffers table at the root. */
    flatbuffer?: true;
    /** Regular expressions of files beside it or below its folder. */
    beside?: string[];
    /** Regular expression of its own name. */
    name?: string;
    extensionOnly?: boolean;
    certainty?: 'possible';
}
/** Signatures in the form in which they are asked, made once: the first that holds is the answer. */
export declare function compileSignatures(signatures: readonly Signature[], extensions: readonly string[]): (glimpse: Glimpse, limits: Limits) => Recognition | Promise<Recognition>;
/** First bytes of whatever has one of the signatures; null where one of them says nothing of it. */
export declare function firstBytesOf(signatures: readonly Signature[]): ReadonlySet<number> | null;
/** A signature in words. */
export declare function inWords(signature: Signature): string;
