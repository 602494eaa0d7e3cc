import { type RunStore } from './stored-run.js';
/** MLflow's own database, which it writes by default since version 3.7. */
export declare const mlflowDatabase: RunStore;
