import type { Evidence } from '../evidence/evidence.js';
import type { Inspection } from '../formats/inspection.js';
/** The line to change so that the model is saved without its data, as one sentence; empty where no code here writes it. */
export declare function embeddedCure({ path, contents }: Inspection, { scripts, hyperparameters }: Evidence): string;
