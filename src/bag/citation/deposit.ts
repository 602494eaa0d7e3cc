import type { Author, Creator, DataSource } from '../../evidence/evidence.js';
import { distinct } from '../distinct.js';
import type { BagFacts } from '../facts.js';
import { jsonText } from '../json-text.js';
import { namedAuthors, orcidOf } from './authors.js';
import { releaseDay } from './citation-file.js';
import { citedWorks } from './cited-works.js';

/**
 * `.zenodo.json`: what Zenodo asks of whoever deposits this release, by the crosswalk of CodeMeta from CITATION.cff. What the
 * repository's own says of title and license is kept. Empty where nobody is named: Zenodo demands creators.
 * https://developers.zenodo.org/#representation
 */
export function depositText(facts: BagFacts): string {
  const creators = namedAuthors(facts).map(creatorOf);
  if (creators.length === 0) return '';
  const { citation, zenodo, license } = facts.assessment.evidence.documents;
  const spdx = /^[A-Za-z0-9.+-]+$/.exec(zenodo?.license ?? license?.spdx ?? '')?.[0];
  const related = relatedIdentifiers(facts);
  return jsonText({
    upload_type: 'software',
    title: zenodo?.title ?? facts.title,
    version: facts.tag,
    publication_date: releaseDay(facts),
    description: `<p>${escapeHtml(citation?.abstract ?? `Archived release of ${facts.title}. ${facts.assessment.summary}`)}</p>`,
    creators,
    ...(spdx && { license: spdx.toLowerCase() }),
    ...(citation?.keywords?.length && { keywords: distinct(citation.keywords) }),
    ...(related.length > 0 && { related_identifiers: related }),
  });
}

function creatorOf(author: Author): Creator {
  const { familyNames, givenNames, name = '', affiliation } = author;
  const orcid = orcidOf(author);
  return {
    name: familyNames || givenNames ? [familyNames, givenNames].filter(Boolean).join(', ') : name,
    ...(affiliation && { affiliation }),
    ...(orcid && { orcid }),
  };
}

interface Related {
  scheme: 'url' | 'doi' | 'swh';
  identifier: string;
  relation: 'isSupplementTo' | 'isDerivedFrom' | 'isIdenticalTo' | 'isDocumentedBy' | 'cites';
}

/** The repository at the tag, its tree at Software Heritage, the training data that have a DOI, and what CITATION.cff cites. */
function relatedIdentifiers(facts: BagFacts): Related[] {
  const { repositoryUrl, tag, swhids, assessment } = facts;
  const source = repositoryUrl?.startsWith('https://github.com/')
    ? `${repositoryUrl}/tree/${tag.split('/').map(encodeURIComponent).join('/')}`
    : repositoryUrl;
  const tree = swhids.release.flatMap((swhid) => /^swh:1:dir:[0-9a-f]{40}/.exec(swhid)?.[0] ?? []);
  const data = new Set(assessment.evidence.dataSources.flatMap(doiOf));
  const works = citedWorks(facts).filter(({ doi }) => doi === undefined || !data.has(doi));
  return [
    ...(source ? [{ scheme: 'url', identifier: source, relation: 'isSupplementTo' } as const] : []),
    ...tree.map((identifier) => ({ scheme: 'swh', identifier, relation: 'isIdenticalTo' }) as const),
    ...[...data].map((identifier) => ({ scheme: 'doi', identifier, relation: 'isDerivedFrom' }) as const),
    ...works.map(
      ({ doi, address, isPreferred }): Related => ({
        ...(doi === undefined ? { scheme: 'url', identifier: address } : { scheme: 'doi', identifier: doi }),
        relation: isPreferred ? 'isDocumentedBy' : 'cites',
      }),
    ),
  ];
}

const doiOf = ({ kind, value }: DataSource): string[] =>
  kind === 'doi' ? (/10\.\d{4,9}\/[^\s"<>\\^`{|}]+/.exec(value)?.slice(0, 1) ?? []) : [];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Zenodo reads descriptions as HTML. */
const escapeHtml = (text: string): string => text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? '');
