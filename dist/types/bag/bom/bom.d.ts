import type { BagFacts } from '../facts.js';
/** bom.cdx.json: CycloneDX 1.6 with models, data, libraries, and how the models were made. */
export declare function bomText(facts: BagFacts): string;
