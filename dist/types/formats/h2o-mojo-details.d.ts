import type { Limits } from '../bytes/limits.js';
import type { Fact } from './format.js';
/** What the model was asked to be, seed included, and the machine that trained it: `experimental/modelDetails.json`. */
export declare function mojoDetails(bytes: Uint8Array, member: string, prefix: string, limits: Limits): Fact[];
