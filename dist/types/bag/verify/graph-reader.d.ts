import { type Json } from '../../containers/json-document.js';
/** What becomes of the entities of a crate. */
export interface GraphTaker {
    /** An array of entities begins; of several ones the last counts, as of all keys of JSON. */
    begin(): void;
    entity(entity: Json): void;
}
/**
 * Reads the JSON of a crate from pieces of its text and hands its entities out one by one: a crate of a hundred thousand files is
 * many times larger than what is asked of it. Only where an entity begins and ends is found here; what it is, JSON.parse says.
 */
export declare class GraphReader {
    #private;
    readonly depth: number;
    readonly taker: GraphTaker;
    constructor(depth: number, taker: GraphTaker);
    /** Throws FormatError where an entity is no JSON. */
    add(text: string): void;
    /** The document with an empty array in place of its entities. Throws FormatError where it is no JSON. */
    end(): Json;
}
