/** A call as it is written; nothing is executed, and a program that hides what it calls is not seen through. */
export interface PythonCall {
    /** First name, and what it stands for where an import binds it. */
    root: string;
    imported: string | undefined;
    /** Names behind the first one. */
    rest: readonly string[];
    /** From 1. */
    line: number;
    /** Text between the parentheses, strings and comments blanked; cut where it is very long. */
    arguments: string;
}
/** Every call of a Python program, in order, names resolved through imports. */
export declare function pythonCalls(source: string): Generator<PythonCall>;
/** Keyword arguments of a call, by their text. */
export declare function keywordsOf(call: PythonCall): Map<string, string>;
