import type { ByteSource } from '../bytes/source.js';
import type { Glimpse } from './glimpse.js';
/**
 * What a message must have, by field number: `varint`, `text`, `bytes`, `float` (four bytes), `double` (eight), or a
 * message with a shape of its own. A number with `?` may be absent, but must fit where it is there.
 */
export interface ProtobufShape {
    readonly [field: string]: FieldShape;
}
export type FieldShape = 'varint' | 'text' | 'bytes' | 'float' | 'double' | ProtobufShape;
/** False where the head alone shows that `hasProtobufShape` would be; most files tell with their first bytes. */
export declare function beginsAsProtobuf(glimpse: Glimpse, shape: ProtobufShape, closed: boolean): boolean;
/** True where the source is a message of the shape. `closed`: it has no other fields. Broken messages are none. */
export declare function hasProtobufShape(source: ByteSource, shape: ProtobufShape, closed: boolean): Promise<boolean>;
