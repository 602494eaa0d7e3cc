/** An extension value: application type and payload. */
export interface MsgpackExtension {
    extension: number;
    bytes: Uint8Array;
    /** Offset of the payload. */
    offset: number;
}
export type Msgpack = null | boolean | number | bigint | string | Uint8Array | MsgpackExtension | Msgpack[] | Map<string, Msgpack>;
export declare const isExtension: (value: Msgpack | undefined) => value is MsgpackExtension;
/** Parses one MessagePack value, which must fill the bytes. Map keys become text; a key given twice is `duplicate-key`. */
export declare function parseMsgpack(bytes: Uint8Array, depth: number, base?: number): Msgpack;
