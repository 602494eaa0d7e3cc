import { append } from '../bytes/append.js';
import type { Limits } from '../bytes/limits.js';
import { byBytes } from '../bytes/order.js';
import { type Progress, SILENT } from '../progress.js';
import { payloadOxum } from './bagit.js';
import { checkProfile } from './profile/check-profile.js';
import { type BagItProfile, MODEL_ARCHIVE, profileId } from './profile/profile.js';
import { openedSubject } from './profile/subject.js';
import { PARTS_PATH, parseParts } from './split/parts-document.js';
import { BAG_LIMITS } from './verify/bag-limits.js';
import { type BagContents, payloadOf } from './verify/contents.js';
import { type CrateReport, crateReport, readCrates } from './verify/crate.js';
import { checkFixity } from './verify/fixity.js';
import { type ListedFiles, listedFiles } from './verify/listed-files.js';
import { type Listing, listing, type Manifest, manifestNames, parseFetch, parseManifest } from './verify/manifest.js';
import { openBag } from './verify/open-bag.js';
import { type BagProblem, INCOMPLETE, problem } from './verify/problem.js';
import { type Declaration, parseBagInfo, readDeclaration, readTagText } from './verify/tag-text.js';

/** A model whose inspection today differs from the evidence in the bag. */
export interface ChangedModel {
  path: string;
  expected: string;
  found: string;
}

/** One element of `modelbag/verify/1`. */
export interface VerifyReport {
  schema: 'modelbag/verify/1';
  /** As given. */
  bag: string;
  /** A BagIt bag, or an RO-Crate that lies in none. */
  kind: 'bag' | 'crate';
  verdict: 'valid' | 'incomplete' | 'invalid';
  problems: BagProblem[];
  crate: CrateReport;
  models: { unchanged: number; changed: ChangedModel[] };
  /** BagIt profiles that the bag was held to. A bag that is not what a receiver wants may be valid all the same. */
  profiles?: ProfileReport[];
}

export interface ProfileReport {
  id: string;
  valid: boolean;
  problems: BagProblem[];
}

export interface VerifyOptions {
  limits?: Limits;
  progress?: Progress;
  /** What the bag is held to besides; our own profile counts where the bag claims it. */
  profile?: BagItProfile;
  /** Inspects the models of the bag again and compares with the evidence in it. */
  reinspect?(contents: BagContents): Promise<VerifyReport['models']>;
}

/**
 * Verifies a BagIt bag or a plain RO-Crate in place, ours or anybody's: a zip or tar (with or without one top folder), compressed
 * or not, or a folder. Every problem is listed. Nothing is unpacked, executed or fetched. Throws UsageError where `path` cannot be read at all.
 */
export async function verifyBag(path: string, options: VerifyOptions = {}): Promise<VerifyReport> {
  const { limits = BAG_LIMITS, progress = SILENT } = options;
  const opened = await openBag(path, limits);
  if ('problems' in opened) return reportOf(path, 'bag', opened.problems, { valid: null, problems: [] });
  const { contents, kind } = opened;
  try {
    let bytes = 0;
    for (const { size } of contents.files.values()) bytes += size;
    progress.stage('verify', bytes, 'bytes');
    const check = kind === 'bag' ? checkBag : checkLoose;
    const { problems, crate, profiles } = await check(contents, limits, progress, options.profile);
    progress.done();
    const models = await options.reinspect?.(contents);
    return { ...reportOf(path, kind, problems, crate, models), ...(profiles.length > 0 && { profiles }) };
  } finally {
    await contents.close();
  }
}

interface Checked {
  problems: BagProblem[];
  crate: CrateReport;
  profiles: ProfileReport[];
}

/** A crate that lies in no bag: only its own digests vouch for its files. */
async function checkLoose(contents: BagContents, limits: Limits, progress: Progress): Promise<Checked> {
  const described = { contents, fetched: new Set<string>(), isListed: () => false };
  const crates = await readCrates(described, 'UTF-8', limits);
  const listed = listedFiles(
    contents,
    crates.flatMap(({ manifests }) => manifests),
  );
  const problems = await checkFixity(contents, listed, progress);
  return { problems: [...contents.problems, ...problems], crate: crateReport(crates), profiles: [] };
}

async function checkBag(
  contents: BagContents,
  limits: Limits,
  progress: Progress,
  wanted: BagItProfile | undefined,
): Promise<Checked> {
  const problems: BagProblem[] = [];
  const declaration = await readDeclaration(contents, limits, problems);
  if (!contents.files.has('bagit.txt')) problems.push(problem('bagit.txt', 'not-a-bag', 'the bag declaration', 'none'));
  const read = (path: string) => readTagText(contents, path, declaration.encoding, limits, problems);
  const { payloadManifests, tagManifests, fetched } = await readLists(contents, declaration, read, problems);
  if (payloadManifests.length === 0) problems.push(problem('', 'manifest', 'a payload manifest', 'none'));
  const hasPayload = [contents.folders, contents.files.keys(), fetched].some(hasPathInData);
  if (!hasPayload) problems.push(problem('data/', 'missing-file', 'the folder of the payload', 'none'));
  const own = [...payloadManifests, ...tagManifests];
  const listed = listedFiles(contents, own);
  append(problems, checkPresence(own, fetched, listed));
  append(problems, checkListed(contents, payloadManifests, fetched, declaration, listed));
  append(problems, checkCase(contents, own));
  for (const manifest of tagManifests) append(problems, checkTagManifest(manifest, payloadManifests));
  const info = parseBagInfo((await read('bag-info.txt')) ?? '', problems);
  checkOxum(contents, info, problems);
  const subject = openedSubject(contents, declaration.version, info);
  const profiles = profilesFor(info, wanted).map((profile): ProfileReport => {
    const found = checkProfile(subject, profile);
    return { id: profileId(profile), valid: found.length === 0, problems: found };
  });
  const isListed = (path: string, hash: string, digest: string): boolean =>
    own.some((manifest) => manifest.hash === hash && manifest.entries.get(path) === digest);
  const crates = await readCrates({ contents, fetched, isListed }, declaration.encoding, limits);
  const said = crates.flatMap(({ manifests }) => manifests);
  append(
    problems,
    await checkFixity(contents, said.length > 0 ? listedFiles(contents, [...own, ...said]) : listed, progress),
  );
  return { problems: [...contents.problems, ...problems], crate: crateReport(crates), profiles };
}

/** What a bag says that it has. */
async function readLists(
  contents: BagContents,
  { version }: Declaration,
  read: (path: string) => Promise<string | null>,
  problems: BagProblem[],
): Promise<{ payloadManifests: Manifest[]; tagManifests: Manifest[]; fetched: Set<string> }> {
  const reading = listing(version, contents.files.keys());
  const payloadManifests = await readManifests(contents, 'manifest', reading, read, problems);
  const tagManifests = await readManifests(contents, 'tagmanifest', reading, read, problems);
  const fetched = new Set(parseFetch((await read('fetch.txt')) ?? '', problems, reading).keys());
  for (const { path } of parseParts((await read(PARTS_PATH)) ?? '')) fetched.add(path);
  return { payloadManifests, tagManifests, fetched };
}

/** More than there are algorithms; every file is looked up in each. */
const MOST_MANIFESTS = 64;

function hasPathInData(paths: Iterable<string>): boolean {
  for (const path of paths) if (path.startsWith('data/')) return true;
  return false;
}

async function readManifests(
  contents: BagContents,
  prefix: 'manifest' | 'tagmanifest',
  reading: Listing,
  read: (path: string) => Promise<string | null>,
  problems: BagProblem[],
): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  const names = manifestNames(contents.files.keys(), prefix).sort(byBytes);
  for (const name of names.slice(MOST_MANIFESTS))
    problems.push(problem(name, 'resource-limit', `at most ${MOST_MANIFESTS} manifests`, 'more: it was not read'));
  for (const name of names.slice(0, MOST_MANIFESTS))
    manifests.push(parseManifest(name, (await read(name)) ?? '', problems, reading));
  return manifests;
}

function checkPresence(
  manifests: readonly Manifest[],
  fetched: ReadonlySet<string>,
  listed: ListedFiles,
): BagProblem[] {
  const missing = new Map<string, BagProblem>();
  for (const { file, entries } of manifests) {
    for (const path of entries.keys()) {
      if (missing.has(path) || listed.find(path) !== undefined) continue;
      missing.set(
        path,
        fetched.has(path)
          ? problem(path, 'not-fetched', `the file that ${file} lists`, 'only where it can be fetched')
          : problem(path, 'missing-file', `the file that ${file} lists`, 'none'),
      );
    }
  }
  return [...missing.values()];
}

/** Every payload file stands in every manifest (1.0) or in one (before). */
function checkListed(
  contents: BagContents,
  manifests: readonly Manifest[],
  fetched: ReadonlySet<string>,
  { version }: Declaration,
  listed: ListedFiles,
): BagProblem[] {
  const problems: BagProblem[] = [];
  const check = (path: string): void => {
    if (!path.startsWith('data/')) return;
    const without = manifests.filter((manifest) => listed.digestIn(manifest, path) === undefined);
    const needed = version === '1.0' ? without.length > 0 : without.length === manifests.length;
    if (needed) problems.push(problem(path, 'extra-file', `an entry in ${namesOf(without) || 'a manifest'}`, 'none'));
  };
  for (const path of contents.files.keys()) check(path);
  for (const path of fetched) if (!contents.files.has(path)) check(path);
  return problems;
}

/**
 * Files in no manifest whose names differ from those of listed ones, or of folders, in case alone, or in dots and blanks that end
 * them: where these do not count, as in Windows, they take their place once unpacked. Of two that are both listed, each is
 * vouched for.
 */
function checkCase({ container, files }: BagContents, manifests: readonly Manifest[]): BagProblem[] {
  if (container === 'folder') return [];
  const fold = (path: string): string => path.normalize('NFC').toLowerCase().replace(ENDS, '');
  const listed = manifests.map(({ entries }) => entries);
  const folded = new Map<string, string>();
  for (const path of files.keys()) if (!listed.some((entries) => entries.has(path))) folded.set(fold(path), path);
  const told = new Map<string, string>();
  if (folded.size === 0) return [];
  for (const path of files.keys()) {
    const name = fold(path);
    const twin = listed.some((entries) => entries.has(path)) ? folded.get(name) : undefined;
    if (twin !== undefined) told.set(twin, path);
    for (let at = name.indexOf('/'); at !== -1; at = name.indexOf('/', at + 1)) {
      const file = folded.get(name.slice(0, at));
      // What has the very name of a folder is told by whoever opened the bag.
      if (file !== undefined && !path.startsWith(`${file}/`)) told.set(file, path);
    }
  }
  return [...told].map(([file, path]) =>
    problem(file, 'duplicate-member', 'a name that every system keeps apart from', JSON.stringify(path)),
  );
}

/** What Windows drops from the end of every segment of a path. */
const ENDS = /(?<![ .])[ .]+(?=\/|$)/g;

/** A hostile bag has thousands of manifests, and a file in none of them. */
const MOST_NAMES = 6;

const namesOf = (manifests: readonly { file: string }[]): string =>
  [
    ...manifests.slice(0, MOST_NAMES).map(({ file }) => file),
    ...(manifests.length > MOST_NAMES ? [`${manifests.length - MOST_NAMES} more`] : []),
  ].join(' and ');

function checkTagManifest(manifest: Manifest, payloadManifests: readonly Manifest[]): BagProblem[] {
  return payloadManifests
    .filter(({ file }) => !manifest.entries.has(file))
    .map(({ file }) => problem(manifest.file, 'manifest', `an entry for ${file}`, 'none'));
}

/** Payload-Oxum counts bytes and files, those still to be fetched too: it says nothing while some are missing. */
function checkOxum(contents: BagContents, info: readonly [string, string][], problems: BagProblem[]): void {
  const values = info.filter(([label]) => label.toLowerCase() === 'payload-oxum').map(([, value]) => value.trim());
  if (values.length > 1) problems.push(problem('bag-info.txt', 'payload-oxum', 'one Payload-Oxum', `${values.length}`));
  const [declared] = values;
  if (declared === undefined || problems.some((found) => found.kind === 'not-fetched')) return;
  const found = payloadOxum(payloadOf(contents));
  if (declared !== found) problems.push(problem('bag-info.txt', 'payload-oxum', declared, found));
}

/** Our own profile where the bag claims it, and the one that the caller asks for. */
function profilesFor(info: readonly [string, string][], wanted: BagItProfile | undefined): BagItProfile[] {
  const claims = info.filter(([label]) => label.toLowerCase() === 'bagit-profile-identifier').map(([, value]) => value);
  return [...(claims.includes(profileId(MODEL_ARCHIVE)) ? [MODEL_ARCHIVE] : []), ...(wanted ? [wanted] : [])];
}

function reportOf(
  bag: string,
  kind: VerifyReport['kind'],
  found: readonly BagProblem[],
  crate: CrateReport,
  models: VerifyReport['models'] = { unchanged: 0, changed: [] },
): VerifyReport {
  // One cause may be noticed twice: as text and as bytes.
  const problems = [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
  const isBroken = kind === 'crate' && crate.valid === false;
  const verdict = isBroken
    ? 'invalid'
    : problems.length === 0
      ? 'valid'
      : problems.every(({ kind }) => INCOMPLETE.has(kind))
        ? 'incomplete'
        : 'invalid';
  return { schema: 'modelbag/verify/1', bag, kind, verdict, problems, crate, models };
}
