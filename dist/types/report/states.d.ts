import type { ModelSet } from '../assess/assessment.js';
import type { CheckpointState } from '../evidence/evidence.js';
/** `an intermediate state (epoch 5, step 500)`. */
export declare const stateWord: (state: CheckpointState) => string;
/** What else was kept of a training, the intermediate states apart: a sentence, empty where nothing was. */
export declare function statesSentence({ native, checkpoints }: ModelSet): string;
