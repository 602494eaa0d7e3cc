import type { Assessment } from '../assess/assessment.js';
import { type Tone } from './words.js';
/** One line of "how it was made": a label and a message with quoted names. */
export interface EvidenceRow {
    label: string;
    text: string;
    tone: Tone;
}
/** What is known of the making of the models, in the order in which a person would ask. */
export declare function evidenceRows({ evidence, models }: Assessment): EvidenceRow[];
