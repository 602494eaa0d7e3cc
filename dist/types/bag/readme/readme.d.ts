import type { BagFacts } from '../facts.js';
import type { BagMember } from '../member.js';
import type { ApartFile } from '../split/apart.js';
/** README.txt: plain ASCII, for a person who has the zip and nothing else. English first, then German. */
export declare function readmeText(facts: BagFacts, payload: readonly BagMember[], apart: readonly ApartFile[]): string;
