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
export function citedWorks({ assessment }: BagFacts): CitedWork[] {
  const works = new Map<string, CitedWork>();
  for (const { title, doi: named, url, preferred = false } of assessment.evidence.documents.citation?.references ??
    []) {
    const doi = doiIn(named ?? url ?? '');
    const address = doi === undefined ? webAddressIn(url ?? '') : `https://doi.org/${doi}`;
    if (address !== undefined && !works.has(address))
      works.set(address, { title, address, ...(doi !== undefined && { doi }), isPreferred: preferred });
  }
  return [...works.values()];
}

const DOI = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:)?(10\.\d{4,9}\/[^\s"<>\\^`{|}%[\]]+)$/i;

/** A DOI, bare or as an address; undefined where the text is none that can be written in one. */
export const doiIn = (text: string): string | undefined => DOI.exec(text.trim())?.[1];

function webAddressIn(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { href, username, password } = new URL(text);
  return username === '' && password === '' ? href : undefined;
}
