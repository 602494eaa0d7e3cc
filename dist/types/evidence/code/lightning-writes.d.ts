import type { CallEvent, Value } from './value.js';
/**
 * Lightning keeps the last state of a training without being asked: below `default_root_dir` in `lightning_logs`, or where a logger
 * has its runs. Undefined for calls that have no part in it.
 */
export declare function defaultCheckpoints(event: CallEvent): {
    path: Value | undefined;
    isDoubtful: boolean;
} | undefined;
