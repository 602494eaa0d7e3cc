import { isTarHeader, openTarMember, readTar } from '../containers/tar.js';
import { addPart } from './archive-parts.js';
import { begin, certain, type Format, NO } from './format.js';
import { attempt } from './problems.js';
import { addTarProblems } from './tar-contents.js';
import { worse } from './zip.js';

/** Members of an archive of unknown purpose that are looked into. */
const MOST_MEMBERS = 5_000;

export const tar: Format = {
  id: 'tar',
  name: 'tar archive',
  extensions: ['.tar'],
  family: 'container',
  container: 'none',
  signature: '"ustar" at 257, or a header whose checksum fits',
  facts: {
    disclosure: 'standard',
    steward: 'IEEE and The Open Group (POSIX)',
    specification: 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html',
    encoding: 'binary',
    holds: 'anything',
    independent: true,
    worstLoading: 'code',
    mediaType: 'application/x-tar',
    puid: 'x-fmt/265',
    isModel: false,
    isArchive: true,
  },

  recognize: ({ head }) => (isTarHeader(head.subarray(0, 512)) ? certain('tar header at 0 with its checksum') : NO),

  async inspect(model, limits) {
    const contents = begin(model, 'data-only');
    const directory = await readTar(model.source, limits);
    addTarProblems(contents, directory);
    const files = directory.members.filter(({ kind }) => kind === 'file');
    if (files.length > MOST_MEMBERS)
      contents.observations.push({
        kind: 'unread',
        code: 'resource-limit',
        message: `expected at most ${MOST_MEMBERS} members to look into, found ${files.length}`,
      });
    for (const member of files.slice(0, MOST_MEMBERS)) {
      await attempt(contents, { member: member.name }, async () => {
        const part = await addPart(contents, model, member.name, openTarMember(model.source, member));
        if (part && part.format.facts.isModel !== false)
          contents.loading = worse(contents.loading, part.contents.loading);
      });
    }
    return contents;
  },
};
