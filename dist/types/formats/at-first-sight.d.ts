import type { Format } from './format.js';
import { type Glimpse } from './glimpse.js';
/** Those of the formats that the glimpse alone does not rule out, in their order; of an empty file all. */
export declare function possibleFormats(glimpse: Glimpse, formats: readonly Format[]): readonly Format[];
