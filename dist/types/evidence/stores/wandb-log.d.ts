import { type RunStore } from './stored-run.js';
/** Offline runs keep all they know in such a log; `wandb sync` turns it into files at a server. */
export declare const wandbLog: RunStore;
