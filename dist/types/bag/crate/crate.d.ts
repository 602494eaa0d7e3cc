import type { BagFacts } from '../facts.js';
import type { BagMember } from '../member.js';
import type { Text } from '../text.js';
export interface CrateTexts {
    /** For the bag's root: identifiers begin with `data/`. */
    root: Text;
    /** For the payload: identifiers are relative to `data/`. */
    payload: Text;
    /** The one at the root for people. */
    preview: Text;
}
/** The RO-Crate of a bag, for either place it may lie at. Both describe the same files, those of the payload. */
export declare function crateTexts(facts: BagFacts, payload: readonly BagMember[]): CrateTexts;
