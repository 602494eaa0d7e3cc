import type { Author, Creator } from '../../evidence/evidence.js';
import { distinct } from '../distinct.js';
import type { BagFacts } from '../facts.js';

/** Who made the release, each once, as CITATION.cff says, else `.zenodo.json`; nobody is invented. */
export function namedAuthors({ assessment }: BagFacts): readonly Author[] {
  const { citation, zenodo } = assessment.evidence.documents;
  const cited = (citation?.authors ?? []).filter(
    ({ familyNames, givenNames, name }) => familyNames || givenNames || name,
  );
  return distinct(cited.length > 0 ? cited : (zenodo?.creators ?? []).map(authorOf));
}

/** Zenodo writes people as `Family, Given`. */
function authorOf({ name, ...rest }: Creator): Author {
  const [familyNames, givenNames, more] = name.split(',').map((part) => part.trim());
  return familyNames && givenNames && more === undefined ? { familyNames, givenNames, ...rest } : { name, ...rest };
}

/** `0000-0002-1825-0097` */
export const orcidOf = ({ orcid }: Author): string | undefined =>
  /(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\/?$/.exec(orcid ?? '')?.[1];
