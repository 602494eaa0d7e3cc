import { type Node } from 'yaml';
/** The part of JSON Schema (draft 7) that our own schemas use. `title` names in words what is expected. */
export interface Schema {
    $ref?: string;
    title?: string;
    type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
    enum?: readonly (string | number | boolean)[];
    pattern?: string;
    minLength?: number;
    minimum?: number;
    minItems?: number;
    uniqueItems?: boolean;
    items?: Schema;
    properties?: Record<string, Schema>;
    additionalProperties?: boolean | Schema;
    propertyNames?: Schema;
    required?: readonly string[];
    anyOf?: readonly Schema[];
    oneOf?: readonly Schema[];
    definitions?: Record<string, Schema>;
}
/** One way in which a document is not what its schema demands. */
export interface Fault {
    /** `models[0].sha256`; '' for the document. */
    path: string;
    /** Offset in the text. */
    offset: number;
    /** "expected X, found Y". */
    message: string;
}
/** Every fault of a YAML node, in document order. Nodes are walked, not values, so that each fault has its place. */
export declare function faultsOf(node: Node | null, schema: Schema, root?: Schema, path?: string, at?: number): Generator<Fault>;
