import { FormatError } from '../bytes/format-error.js';
import type { Limits } from '../bytes/limits.js';
import { isReallyEncrypted, readZipDirectory, type ZipMember } from '../containers/zip.js';
import { addPart } from './archive-parts.js';
import {
  begin,
  type Contents,
  certain,
  type Format,
  type FormatFacts,
  type Loading,
  type ModelInput,
  NO,
  possible,
  where,
} from './format.js';
import { has } from './glimpse.js';
import { addProblem } from './problems.js';
import { addZipProblems, openMember } from './zip-contents.js';
import { addZipGaps } from './zip-gaps.js';
import { mayBeZip, zipMembers } from './zip-recognition.js';

const ZIP_FACTS: FormatFacts = {
  disclosure: 'documented',
  steward: 'PKWARE',
  specification: 'https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT',
  encoding: 'binary',
  holds: 'anything',
  independent: true,
  worstLoading: 'code',
  mediaType: 'application/zip',
  puid: 'x-fmt/263',
  isModel: false,
  isArchive: true,
};

/** Members of an archive of unknown purpose that are looked into. */
const MOST_MEMBERS = 5_000;
/** Output of one archive, all members together, as a multiple of its size once it is large: archives of files do not reach it. */
const LARGE_BYTES = 16 << 20;
const MOST_RATIO = 200;

export const zip: Format = {
  id: 'zip',
  name: 'zip archive',
  extensions: ['.zip'],
  family: 'container',
  container: 'none',
  signature: 'bytes 50 4B 03 04 at 0, or an end of central directory',
  facts: ZIP_FACTS,

  recognize: where(mayBeZip, async (glimpse) => {
    if (await zipMembers(glimpse)) return certain('zip central directory at the end');
    return has(glimpse.head, 'PK\x03\x04') ? possible('zip local header at 0, without the directory') : NO;
  }),

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const directory = await readZipDirectory(model.source, limits);
    addZipProblems(contents, directory);
    await addZipGaps(contents, model.source, directory, limits);
    if (directory.problems.some(({ code }) => code === 'resource-limit')) return contents;
    await addMembers(model, directory.members, contents, limits);
    return contents;
  },
};

/** Looks into every member by its content and keeps the worst way of loading. */
export async function addMembers(
  model: ModelInput,
  members: readonly ZipMember[],
  contents: Contents,
  limits: Limits,
): Promise<void> {
  const files = members.filter(({ isDirectory }) => !isDirectory);
  if (files.length > MOST_MEMBERS)
    contents.observations.push({
      kind: 'unread',
      code: 'resource-limit',
      message: `expected at most ${MOST_MEMBERS} members to look into, found ${files.length}`,
    });
  let inflated = 0;
  for (const member of files.slice(0, MOST_MEMBERS)) {
    try {
      inflated += member.size;
      if (inflated > Math.max(LARGE_BYTES, model.source.size * MOST_RATIO)) {
        throw new FormatError(
          'resource-limit',
          `expected at most ${Math.max(LARGE_BYTES, model.source.size * MOST_RATIO)} bytes in the archive, found ${inflated} or more`,
          member.headerOffset,
        );
      }
      const part = await addPart(contents, model, member.name, await openMember(model, member, contents, limits));
      if (part)
        contents.loading = worse(
          contents.loading,
          part.format.facts.isModel === false ? 'data-only' : part.contents.loading,
        );
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      contents.loading = 'code';
      addProblem(contents, error, { member: member.name });
      if (error.code === 'resource-limit') return;
    }
  }
}

const ORDER: readonly Loading[] = ['data-only', 'template', 'program', 'code'];
export const worse = (a: Loading, b: Loading): Loading => (ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b);

export const zipEncrypted: Format = {
  id: 'zip-encrypted',
  name: 'encrypted zip archive',
  extensions: ['.zip'],
  family: 'container',
  container: 'zip',
  signature: 'zip whose members have the flag of encryption',
  facts: ZIP_FACTS,
  specializes: 'zip',

  async recognize(glimpse) {
    const members = await zipMembers(glimpse);
    return members?.some(isReallyEncrypted) ? certain('zip with encrypted members') : NO;
  },

  async inspect(model, limits) {
    const contents = begin(model, 'code');
    const directory = await readZipDirectory(model.source, limits);
    addZipProblems(contents, directory);
    await addMembers(model, directory.members, contents, limits);
    contents.loading = 'code';
    return contents;
  },
};
