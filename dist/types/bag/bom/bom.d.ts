import type { BagFacts } from '../facts.js';
export declare const modelRef: (path: string) => string;
/** bom.cdx.json: CycloneDX 1.6 with models, data, libraries, and how the models were made. */
export declare function bomText(facts: BagFacts): string;
