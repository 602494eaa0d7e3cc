import type { Limits } from '../bytes/limits.js';
import { type ByteSource } from '../bytes/source.js';
import { type JsonObject } from '../containers/json-document.js';
import { type Format, type Tensor, type TensorInfo } from './format.js';
/** Names of the specification → dtype. Sub-byte types are packed. */
export declare const SAFETENSORS_DTYPES: Readonly<Record<string, string>>;
export declare const safetensors: Format;
/** A tensor whose values lie as they are, little-endian, at its offset. */
export declare function tensorAt(info: TensorInfo, source: ByteSource): Tensor;
/** Reads the JSON header and nothing else. */
export declare function readHeader(source: ByteSource, limits: Limits): Promise<{
    header: JsonObject;
    dataStart: number;
}>;
