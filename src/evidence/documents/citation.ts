import type { Collection } from '../../collect/collection.js';
import { parseYaml, type StructuredText } from '../../containers/yaml-document.js';
import { listOf, recordOf, textOf } from '../environments/declaration.js';
import type { Author, CitedReference, Documents } from '../evidence.js';
import { readText } from '../read-text.js';
import schema from './cff.schema.json' with { type: 'json' };
import { compileSchema } from './json-schema.js';

type Citation = NonNullable<Documents['citation']>;

/** Far more than a person writes; the longest reference lists have some hundred kilobytes. */
const CITATION_BYTES = 2 * 1024 * 1024;

/** CITATION.cff at the root, validated against CFF 1.2.0. */
export async function findCitation(collection: Collection): Promise<Documents['citation']> {
  const file = collection.files.find((item) => /^CITATION\.cff$/i.test(item.path));
  if (!file) return null;
  const read = await readText(collection, file, CITATION_BYTES);
  if ('unread' in read) return { path: file.path, valid: false, problems: [{ message: read.unread }] };
  return parseCitation(read.text, file.path);
}

/** What a CITATION.cff says and every violation of the format with its line. */
export async function parseCitation(text: string, path: string): Promise<Citation> {
  const parsed = await parseYaml(text);
  if ('message' in parsed) return { path, valid: false, problems: [parsed] };
  const validate = await compileSchema(schema);
  const problems = validate(parsed.value).map((problem) => ({
    line: parsed.lineOf(problem.path),
    message: problem.message,
  }));
  if (path !== 'CITATION.cff') problems.unshift({ line: 1, message: `expected the name CITATION.cff, found ${path}` });
  problems.sort((a, b) => a.line - b.line);
  return { path, valid: problems.length === 0, problems, ...contentOf(parsed, text) };
}

/** The parts that describe the release. Only text is taken over: everything here may be anything. */
function contentOf(parsed: StructuredText, text: string): Partial<Citation> {
  const root = recordOf(parsed.value);
  const license = textOf(root['license']) ?? licenseList(root['license']);
  const found: [keyof Citation, unknown][] = [
    ['title', textOf(root['title'])],
    ['abstract', textOf(root['abstract'])],
    ['version', versionOf(root['version'], text, parsed)],
    ['dateReleased', textOf(root['date-released'])],
    ['doi', doiOf(root)],
    ['license', license],
    ['authors', listOf(root['authors']).map(recordOf).map(authorOf)],
    [
      'keywords',
      listOf(root['keywords'])
        .map(textOf)
        .filter((word) => word !== undefined),
    ],
    ['references', referencesOf(root)],
  ];
  return Object.fromEntries(
    found.filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}

/** Several licenses in a list are a choice (CFF 1.2.0, `license`). */
function licenseList(value: unknown): string | undefined {
  const licenses = listOf(value)
    .map(textOf)
    .filter((item) => item !== undefined);
  return licenses.length > 0 ? licenses.join(' OR ') : undefined;
}

/** `version: 1.10` is a number to YAML; its digits are taken as written. */
function versionOf(value: unknown, text: string, parsed: StructuredText): string | undefined {
  if (typeof value !== 'number') return textOf(value);
  const line = text.split('\n')[parsed.lineOf(['version']) - 1] ?? '';
  return /version\s*:\s*([^\s#]+)/.exec(line)?.[1] ?? String(value);
}

function doiOf(root: Record<string, unknown>): string | undefined {
  const own = textOf(root['doi']);
  if (own !== undefined) return own.replace(/^https?:\/\/(dx\.)?doi\.org\//, '');
  const listed = listOf(root['identifiers'])
    .map(recordOf)
    .find((item) => item['type'] === 'doi');
  return textOf(listed?.['value']);
}

function referencesOf(root: Record<string, unknown>): CitedReference[] {
  const preferred = referenceOf(recordOf(root['preferred-citation'])).map((work) => ({
    ...work,
    preferred: true as const,
  }));
  return [...preferred, ...listOf(root['references']).map(recordOf).flatMap(referenceOf)];
}

/** Empty for one without a title, which the format demands. */
function referenceOf(work: Record<string, unknown>): CitedReference[] {
  const [title, doi, url] = [textOf(work['title']), doiOf(work), textOf(work['url'])];
  if (title === undefined) return [];
  return [{ title, ...(doi !== undefined && { doi }), ...(url !== undefined && { url }) }];
}

function authorOf(author: Record<string, unknown>): Author {
  const familyNames = [textOf(author['name-particle']), textOf(author['family-names']), textOf(author['name-suffix'])]
    .filter((part) => part !== undefined)
    .join(' ');
  const found: [keyof Author, string | undefined][] = [
    ['givenNames', textOf(author['given-names'])],
    ['familyNames', familyNames === '' ? undefined : familyNames],
    ['name', textOf(author['name'])],
    ['orcid', textOf(author['orcid'])],
    ['affiliation', textOf(author['affiliation'])],
  ];
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}
