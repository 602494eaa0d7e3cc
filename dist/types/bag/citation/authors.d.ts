import type { Author } from '../../evidence/evidence.js';
import type { BagFacts } from '../facts.js';
/** Who made the release, each once, as CITATION.cff says, else `.zenodo.json`; nobody is invented. */
export declare function namedAuthors({ assessment }: BagFacts): readonly Author[];
/** `0000-0002-1825-0097` */
export declare const orcidOf: ({ orcid }: Author) => string | undefined;
