/** Protobuf in its wire form, written by hand. */
export type Message = Buffer<ArrayBuffer>;
export declare const message: (...fields: Uint8Array[]) => Message;
export declare const varintField: (number: number, value: number | bigint) => Message;
export declare const bytesField: (number: number, bytes: Uint8Array) => Message;
export declare const textField: (number: number, text: string) => Message;
/** Varints in one length-delimited field. */
export declare const packed: (number: number, values: readonly (number | bigint)[]) => Message;
export declare const floatField: (number: number, value: number) => Message;
