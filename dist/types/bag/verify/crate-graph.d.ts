import { type Json, type JsonObject } from '../../containers/json-document.js';
/** An entity as far as it is kept. */
export interface CrateEntity {
    id: string;
    types: readonly string[];
    /** Bytes that it says it has. */
    size: number | null;
    /** All that it says but its parts; of a plain file nothing. */
    said: JsonObject;
}
/**
 * The entities of a crate. They are numbered as their identifiers are first named, and of a plain file no more is kept than its
 * number, its size and who has it as a part: there may be hundreds of thousands.
 */
export declare class CrateGraph {
    #private;
    /** Takes an entity, and tells how many parts it has; null where there is one of this identifier already. */
    add(id: string, entity: JsonObject): number | null;
    get(id: string | undefined): CrateEntity | undefined;
    [Symbol.iterator](): Generator<CrateEntity>;
    /** What can be reached from an entity over its parts and theirs: asks of an identifier whether it is among them. */
    reachableFrom(id: string): (id: string) => boolean;
}
export declare const idsOf: (value: Json | undefined) => string[];
