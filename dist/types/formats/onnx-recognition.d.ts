import type { ByteSource } from '../bytes/source.js';
/** Every writer puts the IR version first: the key of field 1, a varint; its value lies below 128. */
export declare const IR_VERSION = 8;
/**
 * The shape of a ModelProto, without a signature to go by: an IR version, a graph that looks like one, and no field
 * that ModelProto lacks. A file that ends inside its graph still counts. Null where it is something else; bytes that
 * are no protobuf at all are a FormatError.
 */
export declare function recognizeOnnx(input: ByteSource): Promise<string | null>;
