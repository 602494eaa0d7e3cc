/** A number type of UBJSON (draft 12) and of XGBoost's use of it. */
export type UbjNumber = 'i' | 'U' | 'I' | 'l' | 'L' | 'd' | 'D';
/** A typed array: `bytes` as stored, big-endian. */
export interface UbjArray {
    type: UbjNumber;
    length: number;
    bytes: Uint8Array;
}
export type Ubj = null | boolean | number | string | Ubj[] | UbjArray | {
    [key: string]: Ubj;
};
export declare const isTypedArray: (value: Ubj | undefined) => value is UbjArray;
export declare const isUbjObject: (value: Ubj | undefined) => value is {
    [key: string]: Ubj;
};
/** Parses one UBJSON value, which must fill the bytes. Typed arrays are kept as bytes. */
export declare function parseUbjson(bytes: Uint8Array, depth: number): Ubj;
/** Values of a typed array as numbers. */
export declare function numbersOfArray({ type, length, bytes }: UbjArray): number[];
