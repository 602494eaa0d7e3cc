import type { Inspection } from '../formats/inspection.js';
import type { SafetyFinding } from './assessment.js';
/** Names and metadata that try to act inside a report. They are shown escaped; that they are there is worth a note. */
export declare function hostileText({ contents }: Inspection): SafetyFinding[];
