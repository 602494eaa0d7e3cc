import type { Inspection } from '../formats/inspection.js';
import type { SafetyFinding } from './assessment.js';
/** A name that promises another format than the content has: loaders that go by the name will fail. */
export declare function extensionMismatch({ path, format, status }: Inspection): SafetyFinding[];
