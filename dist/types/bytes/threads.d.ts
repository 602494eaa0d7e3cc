import { Worker } from 'node:worker_threads';
/** Tasks that can be done at the same time without waiting for each other. */
export declare const threadCount: () => number;
interface Waiting {
    resolve(answer: any): void;
    reject(error: Error): void;
    advance(bytes: number): void;
}
/** A worker, and who waits for its answers: it gives them in the order of asking. */
export declare class Thread {
    #private;
    readonly worker: Worker;
    /** Tasks that it was given and has not ended. */
    load: number;
    private constructor();
    /** Starts a thread; null where this process may have none, or where its file is not beside this one. */
    static start(): Promise<Thread | null>;
    /** Tells it something that needs no answer. */
    tell(message: object): void;
    /** The answer to what `message` asks for. `advance` hears of bytes that are done before all are. */
    ask<Answer extends object>(message: object, advance?: Waiting['advance']): Promise<Answer>;
}
/**
 * The least busy thread for a task of about `length` bytes, which counts in its `load` until the caller takes it off again; null where
 * it is done faster without, or where there are none.
 */
export declare function takeThread(length: number): Promise<Thread | null>;
export {};
