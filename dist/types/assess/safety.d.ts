import type { Inspection } from '../formats/inspection.js';
import { type Safety } from './assessment.js';
/**
 * Status and verdict of one model. The verdict is the worst of what was noticed, of the names that loading imports and
 * of what loading runs; it is `safe` only where every byte was understood.
 */
export declare function assessSafety(inspection: Inspection): Safety;
