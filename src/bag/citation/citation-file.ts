import { cffLicense } from '../../evidence/documents/license-name.js';
import type { Author } from '../../evidence/evidence.js';
import { distinct } from '../distinct.js';
import type { BagFacts } from '../facts.js';
import { yamlString } from '../yaml-string.js';
import { EARLIEST } from '../zip/records.js';
import { namedAuthors, orcidOf } from './authors.js';

/**
 * CITATION.cff (Citation File Format 1.2.0) of this very release, whatever the repository's own says of version, date and commit.
 * Empty where nobody is named: the format demands authors, each once, and knows licenses by a list.
 */
export function citationText(facts: BagFacts): string {
  const authors = namedAuthors(facts);
  if (authors.length === 0) return '';
  const { license, citation } = facts.assessment.evidence.documents;
  const lines = [
    'cff-version: 1.2.0',
    'message: "Please cite this release as below."',
    'type: software',
    ...field('title', facts.title),
    ...field('abstract', citation?.abstract),
    'authors:',
    ...distinct(authors.map(authorLines)).flat(),
    ...field('version', facts.tag),
    ...field('date-released', releaseDay(facts)),
    ...field('license', cffLicense(license?.spdx ?? '')),
    ...field('repository-code', facts.repositoryUrl),
    ...field('commit', facts.commit),
    ...list(
      'keywords',
      distinct(citation?.keywords ?? []).map((word) => [yamlString(word)]),
    ),
    ...list('identifiers', identifiers(facts)),
  ];
  return `${lines.join('\n')}\n`;
}

/** A day that nobody told is none to publish. */
export const releaseDay = ({ time, date }: BagFacts): string | undefined => (time > EARLIEST ? date : undefined);

const field = (key: string, value: string | undefined): string[] => (value ? [`${key}: ${yamlString(value)}`] : []);

/** Each entry is lines, the first of which follows the dash. */
const list = (key: string, entries: readonly (readonly string[])[]): string[] =>
  entries.length === 0 ? [] : [`${key}:`, ...entries.flatMap(listEntry)];

const listEntry = ([first = '', ...rest]: readonly string[]): string[] => [
  `  - ${first}`,
  ...rest.map((line) => `    ${line}`),
];

function authorLines(author: Author): string[] {
  const orcid = orcidOf(author);
  const isPerson = Boolean(author.familyNames || author.givenNames);
  const lines = isPerson
    ? [...field('family-names', author.familyNames), ...field('given-names', author.givenNames)]
    : field('name', author.name);
  return listEntry([
    ...lines,
    ...(isPerson ? field('affiliation', author.affiliation) : []),
    ...field('orcid', orcid && `https://orcid.org/${orcid}`),
  ]);
}

function identifiers({ id, swhids }: BagFacts): string[][] {
  const known = swhids.release.flatMap((swhid) => /^swh:1:[a-z]{3}:[0-9a-f]{40}/.exec(swhid)?.[0] ?? []);
  return [
    ['type: other', `value: "urn:uuid:${id}"`, 'description: "The release in its BagIt bag"'],
    ...known.map((swhid) => ['type: swh', `value: "${swhid}"`]),
  ];
}
