/** One violation: where in the value, and what is wrong, as "expected X, found Y". */
export interface SchemaProblem {
    path: (string | number)[];
    message: string;
}
/** A checker for one JSON Schema (draft 7). Reports every violation once, in the branch of a choice that fits best. */
export declare function compileSchema(schema: {
    definitions?: object;
}): Promise<(value: unknown) => SchemaProblem[]>;
