import type { Fragment, Parsed } from './program.js';
/**
 * Julia source as statements. Not the whole grammar: what calls, assigns, loops and imports is understood; the
 * rest is stepped over, so that nothing that a file may hold stops the reading.
 */
export declare function parseJulia(fragment: Fragment): Parsed;
