/** The content of a path cannot be had, for a reason that a person can act on. Has a `code` like a system error. */
export declare class AbsentContent extends Error {
    readonly path: string;
    readonly reason: string;
    readonly code: string;
    readonly name = "AbsentContent";
    constructor(path: string, reason: string, code?: string);
}
