import type { Inspection } from '../formats/inspection.js';
/** Identifier in PRONOM of what was inspected, by its version where PRONOM tells versions apart; undefined where it has none. */
export declare function puidOf({ format, contents }: Inspection): string | undefined;
