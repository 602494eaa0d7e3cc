import type { Collection } from '../../collect/collection.js';
import { parseJsonText } from '../../containers/json-text.js';
import { listOf, recordOf, textOf } from '../environments/declaration.js';
import type { Creator, Documents } from '../evidence.js';
import { readText } from '../read-text.js';

const METADATA_BYTES = 4 * 1024 * 1024;

/** `.zenodo.json`: where it exists, Zenodo takes it and ignores CITATION.cff. */
export async function findZenodo(collection: Collection): Promise<Documents['zenodo']> {
  const file = collection.files.find((item) => item.path === '.zenodo.json');
  if (!file) return null;
  const read = await readText(collection, file, METADATA_BYTES);
  const parsed = 'text' in read ? parseJsonText(read.text) : undefined;
  const value = parsed !== undefined && 'value' in parsed ? parsed.value : undefined;
  return { path: file.path, valid: isDeposit(value), ...said(recordOf(value)) };
}

/** The fields that CITATION.cff has as well. */
function said(root: Record<string, unknown>): Partial<NonNullable<Documents['zenodo']>> {
  const title = textOf(root['title']);
  const version = textOf(root['version']);
  const license = textOf(root['license']) ?? textOf(recordOf(root['license'])['id']);
  const creators = listOf(root['creators']).map(recordOf).flatMap(creatorOf);
  return {
    ...(title !== undefined && { title }),
    ...(version !== undefined && { version }),
    ...(license !== undefined && { license }),
    ...(creators.length > 0 && { creators }),
  };
}

function creatorOf(person: Record<string, unknown>): Creator[] {
  const name = textOf(person['name']);
  const orcid = textOf(person['orcid']);
  const affiliation = textOf(person['affiliation']);
  return name === undefined ? [] : [{ name, ...(orcid && { orcid }), ...(affiliation && { affiliation }) }];
}

/** Whether Zenodo's deposit interface would take the metadata: kinds of the fields that it checks. */
export function isDeposit(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const root = recordOf(value);
  const texts = [
    'title',
    'description',
    'version',
    'publication_date',
    'notes',
    'language',
    'upload_type',
    'access_right',
  ];
  const lists = ['creators', 'contributors', 'keywords', 'related_identifiers', 'communities', 'grants', 'references'];
  return (
    texts.every((key) => root[key] === undefined || typeof root[key] === 'string') &&
    lists.every((key) => root[key] === undefined || Array.isArray(root[key])) &&
    [...listOf(root['creators']), ...listOf(root['contributors'])].every(
      (person) => textOf(recordOf(person)['name']) !== undefined,
    ) &&
    listOf(root['keywords']).every((word) => typeof word === 'string') &&
    listOf(root['related_identifiers']).every(isRelation) &&
    (root['publication_date'] === undefined || /^\d{4}-\d{2}-\d{2}$/.test(String(root['publication_date'])))
  );
}

const isRelation = (item: unknown): boolean =>
  textOf(recordOf(item)['identifier']) !== undefined && textOf(recordOf(item)['relation']) !== undefined;

/** `codemeta.json`, where it is JSON that says so itself. */
export async function findCodemeta(collection: Collection): Promise<Documents['codemeta']> {
  const file = collection.files.find((item) => item.path === 'codemeta.json');
  if (!file) return null;
  const read = await readText(collection, file, METADATA_BYTES);
  return 'text' in read && /codemeta/i.test(read.text) ? { path: file.path } : null;
}
