import type { BagFacts } from './facts.js';
import type { Text } from './text.js';
/** data/data-sources.json: where the training data lies, as the repository cites it, and which of it is packed. */
export declare function dataSourcesText(facts: BagFacts): Text;
