import type { BagFacts } from '../facts.js';
/** A work that a release is to be cited with, or that it cites, and where it is found in the web. */
export interface CitedWork {
    title: string;
    address: string;
    doi?: string;
    /** To be cited in place of the release. */
    isPreferred: boolean;
}
/** What CITATION.cff names in `preferred-citation` and `references`, each address once; works without one are left to that file. */
export declare function citedWorks({ assessment }: BagFacts): CitedWork[];
/** A DOI, bare or as an address; undefined where the text is none that can be written in one. */
export declare const doiIn: (text: string) => string | undefined;
