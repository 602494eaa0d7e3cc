/** The user asked for something that cannot be done; shown without a stack, with the cure, exit code 2. */
export declare class UsageError extends Error {
    /** What the user can do about it, one sentence. */
    readonly advice: string;
    readonly name = "UsageError";
    constructor(message: string, 
    /** What the user can do about it, one sentence. */
    advice: string, options?: ErrorOptions);
}
