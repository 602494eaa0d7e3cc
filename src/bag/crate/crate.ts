import { citedWorks, doiIn } from '../citation/cited-works.js';
import type { BagFacts } from '../facts.js';
import { Items, jsonPieces } from '../json-text.js';
import type { BagMember } from '../member.js';
import type { Text } from '../text.js';
import { actions } from './actions.js';
import { type Entity, oneLine, oneOrMany, pathId, type Reference, reference } from './entity.js';
import { type Files, files } from './files.js';
import { type Inputs, inputs } from './inputs.js';
import { languageEntities } from './languages.js';
import { type People, people } from './people.js';
import { previewText } from './preview.js';
import { softwareEntity } from './software.js';
import { type CrateVersion, claims, crateVersion } from './version.js';

export interface CrateTexts {
  /** For the bag's root: identifiers begin with `data/`. */
  root: Text;
  /** For the payload: identifiers are relative to `data/`. */
  payload: Text;
  /** The one at the root for people. */
  preview: Text;
}

/** The RO-Crate of a bag, for either place it may lie at. Both describe the same files, those of the payload. */
export function crateTexts(facts: BagFacts, payload: readonly BagMember[]): CrateTexts {
  const { context } = crateVersion(facts);
  const text =
    (graph: () => Iterable<Entity>): Text =>
    () =>
      jsonPieces({ '@context': context, '@graph': new Items(graph) });
  const graph = crateGraph(facts, payload, (path) => pathId(path));
  return {
    root: text(graph),
    payload: text(crateGraph(facts, payload, payloadId(facts))),
    preview: previewText(graph()),
  };
}

/**
 * Identifier relative to `data/`. rocrate-validator (0.13) takes a path with `data/` anywhere in it for one relative to the bag and then
 * misses the file; such a file gets the absolute identifier that it has anyway, once the bag's External-Identifier is taken
 * for its base (arcp, RO-Crate 1.2, appendix on JSON-LD): no reader of either copy is led astray.
 */
const payloadId =
  (facts: BagFacts) =>
  (path: string): string => {
    const inside = path.slice('data/'.length);
    return /data\/./.test(inside) ? `arcp://uuid,${facts.id}/${pathId(path)}` : pathId(inside);
  };

/** All entities; those of files are made each time they are asked for. */
function crateGraph(
  facts: BagFacts,
  payload: readonly BagMember[],
  idOf: (path: string) => string,
): () => Iterable<Entity> {
  const described = files(facts, payload, idOf);
  const who = people(facts);
  const used = inputs(facts, described);
  const done = actions(facts, described, used);
  const version = crateVersion(facts);
  const first = [
    descriptor(version),
    rootEntity(facts, described, who, [...done, ...unused(used, done)]),
    ...described.folders,
  ];
  const last = withoutTwins([
    ...described.others,
    ...who.entities,
    ...languageEntities(facts, described.languages),
    ...used.entities,
    ...done,
    ...identifierEntities(facts),
    ...workEntities(facts),
    licenseEntity(facts),
    softwareEntity(facts),
    ...(version.profile ? [version.profile] : []),
  ]);
  return function* () {
    yield* first;
    yield* described.files();
    yield* last;
  };
}

/** Inputs that no action names, since nobody knows what they went into: a part of the release all the same. */
function unused({ entities }: Inputs, done: readonly Entity[]): Entity[] {
  const named = new Set(done.flatMap((action) => [action.object, action.environment].flat()).map(idOf));
  return entities.filter((entity) => !named.has(entity['@id']));
}

const idOf = (value: unknown): unknown => (value as Partial<Reference> | undefined)?.['@id'];

const descriptor = ({ specification }: CrateVersion): Entity => ({
  '@id': 'ro-crate-metadata.json',
  '@type': 'CreativeWork',
  about: reference('./'),
  conformsTo: reference(specification),
});

function rootEntity(facts: BagFacts, described: Files, who: People, mentioned: readonly Entity[]): Entity {
  const { citation } = facts.assessment.evidence.documents;
  const keywords = (citation?.keywords ?? []).map(oneLine).filter((word) => word !== '');
  return {
    '@id': './',
    '@type': 'Dataset',
    ...claims(crateVersion(facts)),
    name: `${oneLine(facts.title)} ${oneLine(facts.tag)}`.trim(),
    description: oneLine(citation?.abstract ?? `Archived release of ${facts.title}. ${facts.assessment.summary}`),
    datePublished: facts.date,
    version: oneLine(facts.tag),
    license: reference(licenseEntity(facts)['@id']),
    author: oneOrMany(who.authors),
    publisher: who.publisher,
    keywords: keywords.length > 0 ? keywords.join(', ') : undefined,
    identifier: oneOrMany(identifierEntities(facts).map((entity) => reference(entity['@id']))),
    url: facts.repositoryUrl,
    citation: oneOrMany(workEntities(facts).map((entity) => reference(entity['@id']))),
    hasPart: oneOrMany(described.parts),
    mentions: oneOrMany([...described.collections, ...mentioned.map((entity) => reference(entity['@id']))]),
  };
}

/** The license of the release: by its SPDX address, else in words of its own, for there must be one. */
function licenseEntity(facts: BagFacts): Entity {
  const { license } = facts.assessment.evidence.documents;
  const { spdx } = license ?? {};
  if (spdx && /^[A-Za-z0-9.+-]+$/.test(spdx))
    return {
      '@id': `https://spdx.org/licenses/${spdx}`,
      '@type': 'CreativeWork',
      name: spdx,
      description: `License ${spdx} of the SPDX list`,
    };
  return {
    '@id': '#license',
    '@type': 'CreativeWork',
    name: license ? 'License of the repository' : 'No license',
    description: license ? `See ${oneLine(license.path)} in the payload` : 'No license was found in the repository',
  };
}

/** Works that the release is to be cited with, or that it cites. */
const workEntities = (facts: BagFacts): Entity[] =>
  citedWorks(facts).map(({ title, address }) => ({
    '@id': address,
    '@type': 'CreativeWork',
    name: oneLine(title),
    description: 'Cited by CITATION.cff',
  }));

function identifierEntities(facts: BagFacts): Entity[] {
  const doi = doiIn(facts.assessment.evidence.documents.citation?.doi ?? '');
  const own: Entity = {
    '@id': '#release-uuid',
    '@type': 'PropertyValue',
    name: 'Identifier of the release',
    propertyID: 'UUID',
    value: `urn:uuid:${facts.id}`,
  };
  const named: Entity = {
    '@id': '#doi',
    '@type': 'PropertyValue',
    name: 'DOI that the repository cites itself by',
    propertyID: 'https://registry.identifiers.org/registry/doi',
    value: `doi:${doi}`,
    url: `https://doi.org/${doi}`,
  };
  return [own, ...(doi === undefined ? [] : [named]), ...facts.swhids.release.map(swhidEntity)];
}

const SWHID_NAMES: Readonly<Record<string, string>> = { rel: 'tag', rev: 'commit', dir: 'tree' };

/** Software Heritage may hold it: the address resolves once it does. */
function swhidEntity(swhid: string): Entity {
  const kind = swhid.split(':')[2] ?? '';
  return {
    '@id': `#swhid-${kind}`,
    '@type': 'PropertyValue',
    name: `Software Heritage identifier of the ${SWHID_NAMES[kind]}`,
    propertyID: 'https://registry.identifiers.org/registry/swh',
    value: swhid,
    url: `https://archive.softwareheritage.org/${swhid}`,
  };
}

/** Identifiers must be unique, as those of files are; a data source and a format may share a page. */
const withoutTwins = (graph: readonly Entity[]): Entity[] =>
  [...new Map([...graph].reverse().map((entity) => [entity['@id'], entity])).values()].reverse();
