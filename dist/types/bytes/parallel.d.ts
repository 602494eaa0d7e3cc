/** Runs tasks in order, at most `limit` at a time; each `start` waits for a free place. */
export interface Lanes {
    /** Starts a task as soon as fewer than `limit` run. Throws what went wrong with an earlier one. */
    start(task: () => Promise<void>): Promise<void>;
    /** Waits for all of them. Throws what went wrong first. */
    end(): Promise<void>;
    /** Waits for all of them and throws nothing: for those who already have an error. */
    settle(): Promise<void>;
}
export declare function lanes(limit: number): Lanes;
/** The results of both once both have ended; throws what went wrong with the first that did not succeed. */
export declare function both<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]>;
