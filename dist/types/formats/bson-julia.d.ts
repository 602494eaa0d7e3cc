import type { Limits } from '../bytes/limits.js';
import { type Bson, type BsonBinary, type BsonDocument } from '../containers/bson.js';
export interface JuliaType {
    /** `Core.Float32`, `Flux.Dense`; without a leading `Main`, by which programs reach what they loaded. */
    name: string;
    params: Bson[];
}
/** What is met on the way through a document; positions are from 0. */
export interface JuliaVisitor {
    array(path: string, type: JuliaType | null, size: readonly Bson[], data: BsonBinary): void;
    /** Path of keys alone; a value behind a position in a struct has no name. */
    scalar(path: string, value: boolean | number | bigint | string): void;
    struct(path: string, type: JuliaType): unknown;
}
/** Goes through all of a document's `values` by their paths. Throws `resource-limit`. */
export declare function visitJulia(document: BsonDocument, values: number, visitor: JuliaVisitor, limits: Limits): void;
/** Names of every type in a document, in no order, and how many functions bring their code. */
export declare function juliaTypes(document: BsonDocument): {
    names: Set<string>;
    functions: number;
};
