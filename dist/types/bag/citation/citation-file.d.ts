import type { BagFacts } from '../facts.js';
/**
 * CITATION.cff (Citation File Format 1.2.0) of this very release, whatever the repository's own says of version, date and commit.
 * Empty where nobody is named: the format demands authors, each once, and knows licenses by a list.
 */
export declare function citationText(facts: BagFacts): string;
/** A day that nobody told is none to publish. */
export declare const releaseDay: ({ time, date }: BagFacts) => string | undefined;
