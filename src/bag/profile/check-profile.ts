import { type BagProblem, problem } from '../verify/problem.js';
import { type BagItProfile, profileId } from './profile.js';
import type { ProfileSubject } from './subject.js';

const MEDIA_TYPES = { zip: ['application/zip'], tar: ['application/tar', 'application/x-tar'] } as const;

/** Everything in which a bag is not what a profile wants; profiles know nothing of payload. */
export function checkProfile(subject: ProfileSubject, profile: BagItProfile): BagProblem[] {
  const wrong = (file: string, expected: string, found: string): BagProblem =>
    problem(file, 'profile', `${expected} (${profileId(profile)})`, found);
  return [
    ...checkInfo(subject, profile, wrong),
    ...checkManifests(subject, profile, wrong),
    ...checkTagFiles(subject, profile, wrong),
    ...checkForm(subject, profile, wrong),
  ];
}

type Wrong = (file: string, expected: string, found: string) => BagProblem;

function checkInfo({ info }: ProfileSubject, profile: BagItProfile, wrong: Wrong): BagProblem[] {
  return Object.entries(profile['Bag-Info'] ?? {}).flatMap(([label, rule]) => {
    // Labels are compared as they are, whatever their case (RFC 8493, 2.2.2).
    const values = info.filter(([each]) => each.toLowerCase() === label.toLowerCase()).map(([, value]) => value);
    const problems: BagProblem[] = [];
    if (rule.required === true && !values.some((value) => value.trim() !== ''))
      problems.push(wrong('bag-info.txt', `a ${label}`, 'none'));
    if (rule.repeatable === false && values.length > 1)
      problems.push(wrong('bag-info.txt', `one ${label}`, `${values.length}`));
    const allowed = rule.values ?? [];
    if (allowed.length > 0)
      for (const value of values.filter((each) => !allowed.includes(each)))
        problems.push(wrong('bag-info.txt', `${label} to be one of ${allowed.join(', ')}`, value));
    return problems;
  });
}

function checkManifests({ tagFiles }: ProfileSubject, profile: BagItProfile, wrong: Wrong): BagProblem[] {
  return (['Manifests', 'Tag-Manifests'] as const).flatMap((kind) => {
    const prefix = kind === 'Manifests' ? 'manifest' : 'tagmanifest';
    const present = tagFiles.flatMap((path) => new RegExp(`^${prefix}-([A-Za-z0-9]+)\\.txt$`).exec(path)?.[1] ?? []);
    const allowed = profile[`${kind}-Allowed`] ?? [];
    const lacking = (profile[`${kind}-Required`] ?? []).filter((algorithm) => !present.includes(algorithm));
    const unwanted = allowed.length === 0 ? [] : present.filter((algorithm) => !allowed.includes(algorithm));
    return [
      ...lacking.map((algorithm) => wrong(`${prefix}-${algorithm}.txt`, 'this manifest', 'none')),
      ...unwanted.map((each) => wrong(`${prefix}-${each}.txt`, `manifests of ${allowed.join(', ')} alone`, each)),
    ];
  });
}

function checkTagFiles({ tagFiles }: ProfileSubject, profile: BagItProfile, wrong: Wrong): BagProblem[] {
  const lacking = (profile['Tag-Files-Required'] ?? []).filter((path) => !tagFiles.includes(path));
  const allowed = profile['Tag-Files-Allowed'];
  const isOfBagIt = (path: string): boolean =>
    /^(?:bagit|bag-info|fetch|(?:tag)?manifest-[A-Za-z0-9]+)\.txt$/.test(path);
  const isAllowed = (path: string): boolean => allowed?.some((pattern) => matches(path, pattern)) ?? true;
  return [
    ...lacking.map((path) => wrong(path, 'this tag file', 'none')),
    ...tagFiles
      .filter((path) => !isOfBagIt(path) && !isAllowed(path))
      .map((path) => wrong(path, `tag files like ${allowed?.join(', ')}`, 'another one')),
  ];
}

/** `*` stands for any characters, as in file names of shells; every other character for itself. Never backtracks far. */
function matches(path: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return path === first;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  const last = rest.pop() ?? '';
  for (const part of rest) {
    const found = path.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return path.length - last.length >= at && path.endsWith(last);
}

function checkForm(
  { version, serialization, tagFiles }: ProfileSubject,
  profile: BagItProfile,
  wrong: Wrong,
): BagProblem[] {
  const problems: BagProblem[] = [];
  const hasFetch = tagFiles.includes('fetch.txt');
  if (profile['Allow-Fetch.txt'] === false && hasFetch) problems.push(wrong('fetch.txt', 'no such file', 'one'));
  if (profile['Fetch.txt-Required'] === true && !hasFetch) problems.push(wrong('fetch.txt', 'this file', 'none'));
  const versions = profile['Accept-BagIt-Version'] ?? [];
  if (versions.length > 0 && !versions.includes(version))
    problems.push(wrong('bagit.txt', `BagIt ${versions.join(' or ')}`, version));
  if (serialization === null) {
    if (profile.Serialization === 'required') problems.push(wrong('', 'a bag in one file', 'a folder'));
    return problems;
  }
  const accepted = profile['Accept-Serialization'] ?? [];
  if (profile.Serialization === 'forbidden') problems.push(wrong('', 'a folder', `a ${serialization}`));
  else if (accepted.length > 0 && !MEDIA_TYPES[serialization].some((type) => accepted.includes(type)))
    problems.push(wrong('', accepted.join(' or '), MEDIA_TYPES[serialization][0]));
  return problems;
}
