import type { Author } from '../../evidence/evidence.js';
import type { BagFacts } from '../facts.js';

/** Who made the release, as CITATION.cff says, else `.zenodo.json`; nobody is invented. */
export function namedAuthors({ assessment }: BagFacts): readonly Author[] {
  const { citation, zenodo } = assessment.evidence.documents;
  const cited = (citation?.authors ?? []).filter(
    ({ familyNames, givenNames, name }) => familyNames || givenNames || name,
  );
  return cited.length > 0 ? cited : (zenodo?.creators ?? []).map(creatorOf);
}

/** Zenodo writes people as `Family, Given`. */
function creatorOf(name: string): Author {
  const [, familyNames, givenNames] = /^([^,]+),\s*([^,]+)$/.exec(name) ?? [];
  return familyNames && givenNames ? { familyNames: familyNames.trim(), givenNames: givenNames.trim() } : { name };
}

/** `0000-0002-1825-0097` */
export const orcidOf = ({ orcid }: Author): string | undefined =>
  /(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\/?$/.exec(orcid ?? '')?.[1];
