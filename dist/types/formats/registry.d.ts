import type { Format } from './format.js';
/** Every format, most special first where recognition cannot tell. */
export declare const FORMATS: readonly Format[];
/** Asked in order when no format recognizes the content; the last one always does. */
export declare const FALLBACKS: readonly Format[];
