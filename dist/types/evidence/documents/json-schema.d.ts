/** One violation: where in the value, and what is wrong, as "expected X, found Y". */
export interface SchemaProblem {
    path: (string | number)[];
    message: string;
}
/** Every violation of a schema; none where the value is valid. */
type Check = (value: unknown) => SchemaProblem[];
/** A checker for one JSON Schema (draft 7), made once. Reports every violation once, in the branch of a choice that fits best. */
export declare const compileSchema: (key: {
    definitions?: object;
}) => Promise<Check>;
export {};
