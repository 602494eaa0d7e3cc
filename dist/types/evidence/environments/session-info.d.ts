import { type EnvironmentFormat } from './declaration.js';
/** What `sessionInfo()` or `sessioninfo::session_info()` printed: R and every package that was loaded. */
export declare const sessionInfo: EnvironmentFormat;
