import { type Json } from '../containers/json-document.js';
/** Records, by name, as they were first described. */
export type AvroTypes = Map<string, Json>;
declare const NUMBERS: {
    readonly int: 'int32';
    readonly long: 'int64';
    readonly float: 'float32';
    readonly double: 'float64';
};
type NumberType = (typeof NUMBERS)[keyof typeof NUMBERS];
/** dtype of numbers, also in lists of lists; null where a type stands for something else. */
export declare function avroNumber(type: Json | undefined, types: AvroTypes): NumberType | null;
/** Type of an item, of a value of a map, of a field, or of the branch of a union that a key names. */
export declare function avroChild(type: Json | undefined, key: string | number, types: AvroTypes): Json;
export {};
