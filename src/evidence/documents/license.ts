import { byBytes } from '../../bytes/order.js';
import { own } from '../../bytes/own.js';
import type { CollectedFile, Collection } from '../../collect/collection.js';
import { parseToml } from '../../containers/toml-document.js';
import { listOf, recordOf, textOf } from '../environments/declaration.js';
import { dcfRecords } from '../environments/r-description.js';
import type { Documents } from '../evidence.js';
import { readText } from '../read-text.js';
import { licenseInComments, licenseInReadme } from './license-mentions.js';
import { spdxOfField } from './license-name.js';
import { spdxOfText } from './license-text.js';

type License = NonNullable<Documents['license']>;

const LICENSE_FILE = /^((un)?licen[sc]e|copying)([-_.].*)?$|^(mit|apache|bsd)[-_]licen[sc]e/i;
const README = /^readme(\.(md|rst|txt|markdown|qmd|rmd))?$/i;
/** Texts longer than this are no license: the longest (GPL-3.0) has 35 kB. */
const LICENSE_BYTES = 512 * 1024;

/**
 * The license of the repository, by the strongest statement: a license file, then the citation, package metadata,
 * the README, and what most scripts state in their head.
 */
export async function findLicense(
  collection: Collection,
  citation: Documents['citation'],
  card: Documents['modelCard'],
): Promise<Documents['license']> {
  const packaged = await licenseOfPackage(collection);
  const file = await licenseOfFile(collection, packaged);
  if (file) return file;
  if (citation?.license !== undefined)
    return { path: citation.path, spdx: spdxOfField(citation.license), where: 'citation' };
  if (packaged) return packaged;
  if (card?.license !== undefined) return { path: card.path, spdx: spdxOfField(card.license), where: 'readme' };
  return (
    (await licenseOfReadme(collection)) ??
    (await licenseOfNotebooks(collection)) ??
    (await licenseOfScripts(collection))
  );
}

const isAtRoot = (file: CollectedFile): boolean => !file.path.includes('/');
const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** License files at the root; `LICENSE-MIT` beside `LICENSE-APACHE` offer a choice. */
async function licenseOfFile(collection: Collection, packaged: License | null): Promise<License | null> {
  const files = collection.files
    .filter((file) => (isAtRoot(file) && LICENSE_FILE.test(file.path)) || /^LICENSES\/[^/]+\.txt$/.test(file.path))
    .filter((file) => !/\.(py|r|js|json|ya?ml)$/i.test(file.path))
    .sort((a, b) => rank(a.path) - rank(b.path) || byBytes(a.path, b.path));
  const found: License[] = [];
  for (const file of files) {
    const read = await readText(collection, file, LICENSE_BYTES);
    if ('unread' in read) found.push({ path: file.path, spdx: null, where: 'file' });
    else found.push({ path: file.path, spdx: licenseInFile(read.text, packaged), where: 'file' });
  }
  const [first] = found;
  if (!first || rank(first.path) === 0) return first ?? null;
  const choices = [...new Set(found.filter((item) => rank(item.path) === 1).map((item) => item.spdx))];
  return choices.length > 1 && choices.every((spdx) => spdx !== null)
    ? { ...first, spdx: choices.sort((a, b) => byBytes(a!, b!)).join(' OR ') }
    : first;
}

/** Plain `LICENSE` before `LICENSE-MIT`, `COPYING.LESSER` and the like, these before REUSE's folder. */
const rank = (path: string): number =>
  path.includes('/') ? 2 : /^((un)?licen[sc]e|copying)(\.(txt|md|rst))?$/i.test(path) ? 0 : 1;

/** R's stub (`YEAR: …`) names no license: DESCRIPTION does. Metadata also say whether later versions of the GPL may be chosen. */
function licenseInFile(text: string, packaged: License | null): string | null {
  const spdx = spdxOfText(text);
  if (spdx === null && /^[ \t]*(YEAR|COPYRIGHT HOLDER)[ \t]*:/im.test(text)) return packaged?.spdx ?? null;
  const refined = packaged?.spdx;
  return spdx !== null && refined?.startsWith(`${spdx}-`) ? refined : spdx;
}

async function licenseOfPackage(collection: Collection): Promise<License | null> {
  for (const file of collection.files.filter(isAtRoot)) {
    const read = own(PACKAGE_READERS, file.path);
    if (!read) continue;
    const content = await readText(collection, file);
    const found = 'text' in content ? read(content.text) : undefined;
    const spdx = found === undefined ? null : spdxOfField(found);
    if (spdx !== null) return { path: file.path, spdx, where: 'package' };
  }
  return null;
}

/** Package metadata that name a license, by file name. */
const PACKAGE_READERS: Readonly<Record<string, (text: string) => string | undefined>> = {
  'pyproject.toml': licenseOfPyproject,
  DESCRIPTION: (text) => dcfRecords(text)[0]?.fields.get('License'),
  'setup.cfg': (text) => /^license\s*=\s*(.+)$/im.exec(text)?.[1],
  'setup.py': (text) =>
    /\blicense\s*=\s*(['"])(.+?)\1/.exec(text)?.[2] ?? classified(text.match(/License :: [^'"]+/g) ?? []),
  'package.json': (text) => /"license"\s*:\s*"([^"]+)"/.exec(text)?.[1],
  'codemeta.json': (text) => /"license"\s*:\s*"(?:https?:\/\/spdx\.org\/licenses\/)?([^"]+)"/.exec(text)?.[1],
};

function licenseOfPyproject(text: string): string | undefined {
  const parsed = parseToml(text);
  if ('message' in parsed) return undefined;
  const root = recordOf(parsed.value);
  const project = recordOf(root['project']);
  const stated = textOf(project['license']) ?? textOf(recordOf(project['license'])['text']);
  const poetry = textOf(recordOf(recordOf(root['tool'])['poetry'])['license']);
  return stated ?? poetry ?? classified(listOf(project['classifiers']).map(String));
}

/** The last part of a trove classifier: `License :: OSI Approved :: MIT License`. */
const classified = (classifiers: readonly string[]): string | undefined =>
  classifiers
    .find((item) => item.startsWith('License ::') && !/OSI Approved$/.test(item))
    ?.split('::')
    .at(-1)
    ?.trim();

async function licenseOfReadme(collection: Collection): Promise<License | null> {
  for (const file of collection.files.filter((item) => isAtRoot(item) && README.test(item.path))) {
    const read = await readText(collection, file);
    const mention = 'text' in read ? licenseInReadme(read.text) : undefined;
    if (mention) return { path: file.path, line: mention.line, spdx: mention.spdx, where: 'readme' };
  }
  return null;
}

/** Notebooks state a license in words of a cell. Few are enough: they agree or none counts. */
async function licenseOfNotebooks(collection: Collection): Promise<License | null> {
  const files = collection.files.filter((file) => file.path.endsWith('.ipynb')).slice(0, 20);
  return agreed(collection, files, 'notebook', (text) =>
    licenseInReadme(text.replaceAll('\\n', '\n').replace(/^[ \t]*"/gm, '')),
  );
}

async function licenseOfScripts(collection: Collection): Promise<License | null> {
  const files = collection.files.filter((file) => /\.(py|r|jl|rmd|qmd|sh)$/i.test(baseName(file.path))).slice(0, 200);
  return agreed(collection, files, 'comment', licenseInComments);
}

/** What at least half of the files state, where none states another: a single copied file speaks for itself alone. */
async function agreed(
  collection: Collection,
  files: readonly CollectedFile[],
  where: License['where'],
  find: (text: string) => { spdx: string; line: number } | undefined,
): Promise<License | null> {
  const found: License[] = [];
  for (const file of files) {
    const read = await readText(collection, file, LICENSE_BYTES);
    const mention = 'text' in read ? find(read.text) : undefined;
    if (mention) found.push({ path: file.path, line: mention.line, spdx: mention.spdx, where });
  }
  const [first] = found;
  if (!first || found.some((item) => item.spdx !== first.spdx) || found.length * 2 < files.length) return null;
  return first;
}
