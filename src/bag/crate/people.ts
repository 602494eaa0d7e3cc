import type { Author } from '../../evidence/evidence.js';
import { namedAuthors, orcidOf } from '../citation/authors.js';
import type { BagFacts } from '../facts.js';
import { type Entity, oneLine, type Reference, reference } from './entity.js';

export interface People {
  authors: Reference[];
  publisher?: Reference;
  entities: Entity[];
}

/** Authors and their organizations; addresses are left out. */
export function people(facts: BagFacts): People {
  const authors = namedAuthors(facts);
  const organizations = new Map<string, Entity>();
  const contact = contactPoint(facts);
  const organization = (name: string): Reference => {
    const known = organizations.get(name) ?? {
      '@id': `#organization-${organizations.size + 1}`,
      '@type': 'Organization',
      name: oneLine(name),
    };
    organizations.set(name, known);
    return reference(known['@id']);
  };
  const entities: Entity[] = [];
  const references = authors.map((author, i) => {
    if (!author.familyNames && author.name) return organization(author.name);
    const person = personOf(author, i, organization);
    if (i === 0 && contact) person.contactPoint = reference(contact['@id']);
    entities.push(person);
    return reference(person['@id']);
  });
  const unique = [...new Map(references.map((author) => [author['@id'], author])).values()];
  const affiliation = authors.find((author) => author.affiliation)?.affiliation;
  const publisher = affiliation ? organization(affiliation) : unique[0];
  if (contact && entities.some((entity) => entity.contactPoint !== undefined)) entities.push(contact);
  return {
    authors: unique,
    ...(publisher ? { publisher } : {}),
    entities: [...entities.filter(isFirst), ...organizations.values()],
  };
}

/** Two authors may share an ORCID by mistake; identifiers must be unique. */
const isFirst = (entity: Entity, i: number, all: readonly Entity[]): boolean =>
  all.findIndex((other) => other['@id'] === entity['@id']) === i;

function personOf(author: Author, i: number, organization: (name: string) => Reference): Entity {
  const orcid = orcidOf(author);
  const name = [author.givenNames, author.familyNames].filter(Boolean).join(' ');
  return {
    '@id': orcid ? `https://orcid.org/${orcid}` : `#person-${i + 1}`,
    '@type': 'Person',
    name: oneLine(name),
    ...(author.givenNames ? { givenName: oneLine(author.givenNames) } : {}),
    ...(author.familyNames ? { familyName: oneLine(author.familyNames) } : {}),
    ...(author.affiliation ? { affiliation: organization(author.affiliation) } : {}),
  };
}

/** The repository is where its authors can be asked in public; mail addresses are not ours to publish. */
function contactPoint(facts: BagFacts): Entity | undefined {
  if (!facts.repositoryUrl) return undefined;
  return {
    '@id': '#contact',
    '@type': 'ContactPoint',
    name: 'Repository',
    contactType: 'repository',
    url: facts.repositoryUrl,
  };
}
