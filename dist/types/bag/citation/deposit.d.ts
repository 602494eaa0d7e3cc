import type { BagFacts } from '../facts.js';
/**
 * `.zenodo.json`: what Zenodo asks of whoever deposits this release, by the crosswalk of CodeMeta from CITATION.cff. What the
 * repository's own says of title and license is kept. Empty where nobody is named: Zenodo demands creators.
 * https://developers.zenodo.org/#representation
 */
export declare function depositText(facts: BagFacts): string;
