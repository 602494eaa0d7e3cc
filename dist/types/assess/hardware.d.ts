import type { Evidence } from '../evidence/evidence.js';
/** Facts that tell something of the machine that trained, each once. */
export declare function machineFacts({ hardware }: Pick<Evidence, 'hardware'>): Evidence['hardware'];
/** Whether anything says on what the models were trained. */
export declare const isMachineKnown: (evidence: Pick<Evidence, 'hardware'>) => boolean;
