import type { BagFacts } from './facts.js';
import type { Text } from './text.js';
/**
 * droid.csv: the formats of the payload. Models were identified by content, also where PRONOM has no identifier for what they are: then
 * PUID is empty, and the name is ours. Other files are known by their extension alone, and METHOD says so.
 */
export declare function droidText(facts: BagFacts): Text;
