import type { Author } from '../../evidence/evidence.js';
import { list, quote } from '../quote.js';
import type { Rule } from '../rule.js';

const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');
/** `Lovelace, Ada` and `Ada Lovelace` are one family name. */
const familyOf = (name: string): string =>
  plain(name.includes(',') ? name.split(',')[0]! : (name.split(' ').at(-1) ?? name));
const familyOfAuthor = ({ familyNames, name = '' }: Author): string =>
  familyNames === undefined ? familyOf(name) : plain(familyNames);

export const depositDisagrees: Rule = {
  id: 'deposit-disagrees',
  title: 'The metadata for Zenodo differ from CITATION.cff, or are none that Zenodo accepts',
  severity: 'warning',
  *check({ evidence: { documents } }) {
    const { zenodo, citation } = documents;
    if (!zenodo) return;
    if (!zenodo.valid) {
      yield {
        path: zenodo.path,
        kind: 'deposit-invalid',
        message: 'It is no metadata that Zenodo would take: the release would not be archived there.',
        advice: 'Correct it, or delete it: without it Zenodo reads CITATION.cff.',
      };
      return;
    }
    if (!citation) return;
    const differing = [
      differs('title', zenodo.title, citation.title),
      differs('version', zenodo.version?.replace(/^v/i, ''), citation.version?.replace(/^v/i, '')),
      differs('license', zenodo.license, citation.license),
      ...authors(
        (zenodo.creators ?? []).map(({ name }) => name),
        citation.authors ?? [],
      ),
    ].filter((text) => text !== '');
    if (differing.length === 0) return;
    yield {
      path: zenodo.path,
      message: `It differs from ${quote(citation.path)}: ${differing.join('; ')}. Zenodo takes this file and ignores the other.`,
      advice: 'Delete `.zenodo.json` if CITATION.cff says it all; else keep the two alike.',
    };
  },
};

const differs = (key: string, here: string | undefined, there: string | undefined): string =>
  here === undefined || there === undefined || plain(here) === plain(there)
    ? ''
    : `${key} ${quote(here, 60)} against ${quote(there, 60)}`;

function authors(creators: readonly string[], cited: readonly Author[]): string[] {
  if (creators.length === 0 || cited.length === 0) return [];
  const [here, there] = [creators.map(familyOf), cited.map(familyOfAuthor)];
  const onlyHere = creators.filter((_, i) => !there.includes(here[i]!));
  const onlyThere = there.filter((name) => !here.includes(name));
  return [
    onlyHere.length > 0 ? `only here ${list(onlyHere)}` : '',
    onlyThere.length > 0 ? `only there ${list(onlyThere)}` : '',
  ];
}
