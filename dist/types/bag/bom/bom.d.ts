import type { BagFacts } from '../facts.js';
import type { Text } from '../text.js';
/** bom.cdx.json: CycloneDX 1.6 with models, data, libraries, and how the models were made. */
export declare function bomText(facts: BagFacts): Text;
