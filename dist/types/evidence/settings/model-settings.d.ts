import type { Inspection } from '../../formats/inspection.js';
import { type Settings } from './reader.js';
/** Settings and seeds that the models themselves hold: their run wrote them, so they are those that were used. */
export declare function modelSettings(inspections: readonly Inspection[]): Settings;
